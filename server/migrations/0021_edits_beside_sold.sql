-- Why: whoever edits what others have bought takes the locks of what is sold first, and is told whose it is; what was judged
-- before the edit is not sold after it. A booking's place cannot be deleted under it.
-- Locks: units and room types for a moment, to add a column; bookings and locations while a foreign key is checked.

-- The last transaction that edited when and whether it is sold. What was judged on a snapshot that does not see it is stale:
-- whoever takes it has it judged again.
alter table units add column edited_by xid8;
alter table room_types add column edited_by xid8;
-- Of staff a privilege to lock, not to change: kind can have one value only.
grant update (kind) on staff to holdfast_engine;
grant update (edited_by) on room_types to holdfast_engine;

-- Until now a location could be deleted once nothing was offered there any more: bookings that were left without are known
-- without one. Their history is not touched.
alter table bookings disable trigger user;
update bookings b set location_id = null where b.location_id is not null and not exists (
  select from locations l where l.business_id = b.business_id and l.id = b.location_id);
alter table bookings enable trigger user;
alter table bookings add constraint bookings_location foreign key (business_id, location_id) references locations;

-- Until now nobody was asked: what stands in time off, or with a unit that is off sale, counts as known, and is listed once
-- for each business in its audit trail. From here on the edit names it, and verify compares.
insert into audit_log (business_id, id, actor, action, subject_kind, subject_id, after)
select c.business_id, gen_random_uuid(), 'system:upgrade', 'business.bookingsAcknowledged', 'business', c.business_id::text,
  jsonb_build_object('acknowledged', jsonb_agg(distinct c.booking_id))
from claims c join booking_items i on i.business_id = c.business_id and i.booking_id = c.booking_id and i.id = c.item_id
left join staff s on s.business_id = c.business_id and s.id = c.unit_id
left join rental_units u on u.business_id = c.business_id and u.id = c.unit_id
where c.blocking and (not s.active or not u.active or exists (
  select from staff_exceptions e where e.business_id = c.business_id and e.staff_id = c.unit_id and e.kind = 'off'
    and e.ends_at > i.starts_at and e.starts_at < i.ends_at))
group by c.business_id;
