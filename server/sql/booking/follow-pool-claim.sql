-- A bucket's count is changed only by the rows that justify it.
create or replace function follow_pool_claim() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  change int := 0;
begin
  if tg_op = 'INSERT' then
    if new.blocking then change := new.quantity; end if;
  elsif tg_op = 'UPDATE' then
    if (new.business_id, new.pool_id, new.bucket, new.quantity, new.item_id, new.amendment_id)
       is distinct from (old.business_id, old.pool_id, old.bucket, old.quantity, old.item_id, old.amendment_id)
       or (new.blocking and not old.blocking) then
      raise exception 'a pool claim is only ever released' using errcode = 'HF004';
    end if;
    if old.blocking and not new.blocking then change := -old.quantity; end if;
  else
    raise exception 'a pool claim is never deleted' using errcode = 'HF004';
  end if;
  if change > 0 then
    perform public.open_bucket(new.business_id, new.pool_id, new.bucket);
  end if;
  if change <> 0 then
    update public.pool_buckets set taken = taken + change
    where business_id = new.business_id and pool_id = new.pool_id and bucket = new.bucket;
  end if;
  return null;
end $$;

create or replace trigger pool_claims_count after insert or delete or update on pool_claims
  for each row execute function follow_pool_claim();
