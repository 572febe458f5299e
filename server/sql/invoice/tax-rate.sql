-- A business's current VAT rate, in hundredths of a percent; 0 when it is not registered.
create or replace function tax_rate(business uuid) returns int
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return coalesce((select case when t.vat_number is null then 0 else t.rate_basis_points end
    from tax_settings t where t.business_id = business), 0);
end $$;

alter function tax_rate(uuid) owner to holdfast_engine;
alter function tax_rate(uuid) set plan_cache_mode = force_generic_plan;
revoke all on function tax_rate(uuid) from public;
grant execute on function tax_rate(uuid) to holdfast_app;
