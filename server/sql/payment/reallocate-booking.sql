-- After an amendment: moves what was paid for an item beyond its new price to items that lack money, within each
-- share, so that no share's amount changes.
create or replace function reallocate_booking(business uuid, booking uuid) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  giver record;
  taker record;
  part bigint;
begin
  for giver in
    select s.payment_id, s.item_id, least(s.amount_minor - s.refunded_minor, m.standing - m.cost) as spare
    from item_money(business, booking, null, null) m
    join payment_share_items s on s.business_id = business and s.booking_id = booking and s.item_id = m.item_id
    join payment_shares h using (business_id, payment_id, booking_id)
    join payments p on p.id = s.payment_id
    left join amendments a on a.business_id = h.business_id and a.id = h.amendment_id
    where m.standing > m.cost and s.amount_minor > s.refunded_minor
      and payment_counts(p.status) and not p.unwanted
      and p.duplicate_of is null and (a.id is null or a.status = 'applied')
    order by m.place, s.payment_id
  loop
    for taker in
      select m.item_id, m.cost - m.standing as lacks, m.due - m.standing as wants
      from item_money(business, booking, null, null) m where m.standing < m.cost order by m.due - m.standing desc, m.place
    loop
      -- Read again: an item in several shares gives no more than its total surplus.
      select least(giver.spare, taker.lacks, m.standing - m.cost) into part
      from item_money(business, booking, null, null) m where m.item_id = giver.item_id;
      exit when part <= 0;
      update payment_share_items s set amount_minor = amount_minor - part
      where s.business_id = business and s.payment_id = giver.payment_id and s.booking_id = booking
        and s.item_id = giver.item_id;
      insert into payment_share_items as s (business_id, payment_id, booking_id, item_id, amount_minor, name, quantity,
        price_minor, tax_basis_points)
      select i.business_id, giver.payment_id, i.booking_id, i.id, part, coalesce(i.details->'name', '{}'), i.quantity,
        greatest(i.price_minor, part), i.tax_basis_points
      from booking_items i where i.business_id = business and i.booking_id = booking and i.id = taker.item_id
      on conflict (business_id, payment_id, booking_id, item_id) do update set amount_minor = s.amount_minor + part,
        name = excluded.name, quantity = excluded.quantity,
        price_minor = greatest(excluded.price_minor, s.amount_minor + part);
      giver.spare := giver.spare - part;
      exit when giver.spare <= 0;
    end loop;
  end loop;
end $$;

alter function reallocate_booking(uuid, uuid) owner to holdfast_engine;
alter function reallocate_booking(uuid, uuid) set plan_cache_mode = force_generic_plan;
revoke all on function reallocate_booking(uuid, uuid) from public;
grant execute on function reallocate_booking(uuid, uuid) to holdfast_app;
