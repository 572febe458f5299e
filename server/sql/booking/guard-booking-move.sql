-- Guarantee 6, first half: refuse any other move, stamp the allowed one, bump the version.
create or replace function guard_booking_move() returns trigger language plpgsql as $$
declare
  old_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if tg_op = 'UPDATE' then
    if (new.business_id, new.id, new.order_id, new.reference, new.created_at)
       is distinct from (old.business_id, old.id, old.order_id, old.reference, old.created_at) then
      raise exception 'a booking''s identity never changes' using errcode = 'HF004';
    end if;
    new.version := old.version + 1;
    new.updated_at := public.app_now();
    if new.status = old.status then return new; end if;
  end if;
  if not exists (select 1 from public.booking_moves m
                 where m.from_status = old_status and m.to_status = new.status) then
    raise exception 'a booking cannot go from % to %', old_status, new.status
      using errcode = 'HF003',
            detail = jsonb_build_object('from', old_status, 'to', new.status)::text;
  end if;
  case new.status
    when 'reserved' then new.reserved_at := public.app_now();
    when 'pending' then new.pending_at := public.app_now();
    when 'confirmed' then new.confirmed_at := public.app_now(); new.expires_at := null;
    when 'completed' then new.completed_at := public.app_now();
    when 'no_show' then new.no_show_at := public.app_now();
    when 'cancelled' then new.cancelled_at := public.app_now();
    when 'expired' then new.expired_at := public.app_now();
  end case;
  return new;
end $$;
