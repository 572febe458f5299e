-- Why: whoever edits what others have bought takes the locks of what is sold first. The engine may therefore lock staff
-- and room types, and a booking's place cannot be deleted under it.
-- Locks: brief, on bookings and locations, for a foreign key that is not checked against what is there.

-- A privilege to lock, not to change: kind can have one value only.
grant update (kind) on staff, room_types to holdfast_engine;

-- Not validated: until now a location could be deleted once nothing was offered there any more.
alter table bookings add constraint bookings_location foreign key (business_id, location_id) references locations not valid;
