-- Has no settings of its own, so that the planner inlines it: searches ask it once per room type.
create or replace function offering_terms(o offerings) returns json stable language sql as $$
  select json_build_object(
    'paymentTerms', o.payment_terms, 'acceptance', o.acceptance, 'depositPercent', o.deposit_percent,
    'holdMinutes', o.hold_minutes, 'freeCancelHours', o.free_cancel_hours, 'cancelFeePercent', o.cancel_fee_percent,
    'cancelFeeMinor', o.cancel_fee_minor, 'noShowFeePercent', o.no_show_fee_percent,
    'acceptWithinMinutes', o.accept_within_minutes, 'checkInOpensMinutes', public.check_in_opens(o))
$$;

alter function offering_terms(offerings) owner to holdfast_engine;
revoke all on function offering_terms(offerings) from public;
