-- Why: what editing the catalogue needs beyond its tables: members known by phone, a business that never
-- loses its last owner, seats and trips that cannot go while they are sold, search that forgives spelling.
-- Locks: brief, for triggers on members, vehicle_seats and trips.
-- Applied before as: 1acbdb0f01d853af9e6bfa42222b6b267be73aa11ac1a0e2191a9ab5a1930276

create index trips_vehicle on trips (business_id, vehicle_id);
