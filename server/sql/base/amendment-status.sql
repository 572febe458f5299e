-- What each amendment status implies, as `implies` in amendment/amendment.ts; a test compares the two.
create or replace function amendment_waits(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('awaitingPayment', 'awaitingAcceptance') $$;
