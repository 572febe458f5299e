-- Sets the platform's fee. Not a column grant, or a business's own people could set theirs.
create or replace function set_business_fee(business uuid, basis_points int) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform sets fees' using errcode = '42501';
  end if;
  update businesses set fee_basis_points = basis_points where id = business;
end $$;

alter function set_business_fee(uuid,integer) owner to holdfast_engine;
revoke all on function set_business_fee(uuid,integer) from public;
grant execute on function set_business_fee(uuid,integer) to holdfast_app;
