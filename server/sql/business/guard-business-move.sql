-- A business is bookable only in status 'approved'. Guards its table of moves and stamps them, as for bookings.
create or replace function guard_business_move() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  if new.id <> old.id or new.kind <> old.kind or new.created_at <> old.created_at then
    raise exception 'a business''s identity and kind never change' using errcode = 'HF004';
  end if;
  if new.status = old.status then return new; end if;
  if (old.status, new.status) not in (
    ('draft', 'submitted'), ('submitted', 'approved'), ('submitted', 'rejected'),
    ('rejected', 'submitted'), ('approved', 'suspended'), ('suspended', 'approved')) then
    raise exception 'a business cannot go from % to %', old.status, new.status
      using errcode = 'HF003', detail = jsonb_build_object('from', old.status, 'to', new.status)::text;
  end if;
  case new.status
    when 'submitted' then new.submitted_at := public.app_now();
    when 'approved' then new.approved_at := public.app_now();
    when 'rejected' then new.rejected_at := public.app_now();
    when 'suspended' then new.suspended_at := public.app_now();
  end case;
  return new;
end $$;

create or replace trigger businesses_move before update on businesses
  for each row execute function guard_business_move();
