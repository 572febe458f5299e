-- Guarantee 11 within functions: the booking's customer, its business's members and keys, and the platform.
create or replace function may_touch(b bookings) returns boolean
stable language sql as $$
  select public.app_scope() = 'platform'
    or (public.app_scope() = 'member' and b.business_id = public.app_business())
    or (public.app_scope() = 'customer' and (b.customer_id = public.app_user() or exists (
      select 1 from public.members m where m.business_id = b.business_id and m.user_id = public.app_user())))
$$;

alter function may_touch(bookings) owner to holdfast_engine;
revoke all on function may_touch(bookings) from public;
