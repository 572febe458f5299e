-- What the status of a change implies, as `implies` in amendment/amendment.ts says it; a test compares the two.
create or replace function amendment_waits(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('awaitingPayment', 'awaitingAcceptance') $$;
