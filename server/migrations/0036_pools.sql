-- Why: counted inventory is a pool with so many places in each of its buckets; a room type owns one, and so may whatever else
-- is sold by number. What the engine takes is named for that: buckets, not nights. Existing room types get their pool.
-- Locks: room_types and pool_buckets, while the buckets are compared with the pools.

create table pools (
  business_id uuid not null references businesses,
  id uuid not null,
  -- Of every bucket that is opened from now on, and of those that are open and not over.
  capacity int not null check (capacity >= 0),
  -- How many days after its date a bucket may still be going on, wherever on earth: what is older is over.
  lasts_days int not null check (lasts_days between 0 and 366),
  -- The last edit of what is sold from it; see is_edited_since().
  edited_by xid8,
  primary key (business_id, id)
);
insert into pools (business_id, id, capacity, lasts_days, edited_by)
select business_id, id, rooms, 2, edited_by from room_types;

alter table pools enable row level security, force row level security;
grant select on pools to holdfast_app;
grant select, insert, update, delete on pools to holdfast_engine;

alter table pool_buckets drop constraint pool_buckets_business_id_pool_id_fkey,
  add foreign key (business_id, pool_id) references pools;
revoke update (edited_by) on room_types from holdfast_engine;
alter table room_types add foreign key (business_id, id) references pools, drop column edited_by;

alter type wanted_night rename to wanted_bucket;
alter type wanted rename attribute nights to buckets;
