-- Guarantee 6, first half, for a booking that exists (begin_bookings() does it for new ones): refuses any other move,
-- stamps the allowed one, bumps the version. Rules of time: a customer cannot cancel what has begun or where they are
-- checked in (HF007); nothing ends before it begins and no check-in happens before it opens (HF030); a booking that
-- expired while it waited to be accepted stays expired. A booking moved to another start is held, or waits, no longer
-- than that start allows.
create or replace function guard_booking_move() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  early_until timestamptz;
begin
  if (new.business_id, new.id, new.order_id, new.reference, new.created_at)
     is distinct from (old.business_id, old.id, old.order_id, old.reference, old.created_at) then
    raise exception 'a booking''s identity never changes' using errcode = 'HF004';
  end if;
  new.version := old.version + 1;
  new.updated_at := public.app_now();
  if new.checked_in_at is not null and old.checked_in_at is null then
    early_until := new.starts_at - new.check_in_opens_minutes * interval '1 minute';
  end if;
  if new.status <> old.status and not exists (
      select 1 from public.booking_moves m where m.from_status = old.status and m.to_status = new.status)
     or (old.status = 'expired' and new.status = 'confirmed' and new.pending_at is not null) then
    raise exception 'a booking cannot go from % to %', old.status, new.status
      using errcode = 'HF003',
            detail = jsonb_build_object('from', old.status, 'to', new.status)::text;
  end if;
  if new.status <> old.status then
    case new.status
      when 'reserved' then new.reserved_at := public.app_now();
      when 'pending' then new.pending_at := public.app_now();
      when 'confirmed' then new.confirmed_at := public.app_now(); new.expires_at := null;
      when 'completed' then new.completed_at := public.app_now(); early_until := new.starts_at;
      when 'no_show' then new.no_show_at := public.app_now(); early_until := new.starts_at;
      when 'cancelled' then new.cancelled_at := public.app_now();
      when 'expired' then new.expired_at := public.app_now();
    end case;
  end if;
  if early_until > public.app_now() then
    raise exception 'it is too early' using errcode = 'HF030',
      detail = jsonb_build_object('from', to_char(early_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text;
  end if;
  if new.status = 'cancelled' and old.status = 'confirmed' and new.cancelled_by = 'customer'
     and (old.starts_at <= public.app_now() or old.checked_in_at is not null) then
    raise exception 'its customer cannot cancel it any more' using errcode = 'HF007',
      detail = jsonb_build_object('reasons', jsonb_build_array(jsonb_build_object('rule',
        case when old.checked_in_at is null then 'already-begun' else 'already-checked-in' end)))::text;
  end if;
  if new.status = 'pending' and (old.status <> 'pending' or new.starts_at <> old.starts_at
      or new.accept_within_minutes is distinct from old.accept_within_minutes) then
    new.expires_at := public.pending_until(new);
  elsif new.status = 'reserved' and new.starts_at <> old.starts_at then
    new.expires_at := least(new.expires_at, public.sold_until(new));
    new.extendable_until := least(new.extendable_until, public.sold_until(new));
  end if;
  return new;
end $$;

create or replace trigger bookings_move before update on bookings
  for each row execute function guard_booking_move();
