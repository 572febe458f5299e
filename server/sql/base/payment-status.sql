-- What each payment status implies, as `implies` in payment/payment.ts; a test compares the two.
create or replace function payment_counts(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('authorized', 'paid', 'partially_refunded', 'refunded') $$;

create or replace function payment_is_taken(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('paid', 'partially_refunded', 'refunded') $$;

create or replace function payment_has_money(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('paid', 'partially_refunded') $$;

create or replace function payment_fell_through(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('failed', 'voided') $$;
