-- Why: all that the rules of seats and stays need, in one call; functions for the reasons of 0011: one plan kept, and
-- visibility asked once, not table by table (a page of twenty properties took 11 ms, 5 of them policies).
-- Locks: pool_claims, for the index.
-- Applied before as: b9d60256d48cd6f816c3a11197b2d0cc45d0ebc9967d08fb46e5729d23a59b91

-- What holds have taken of a night, to leave out the expired: few rows, where the night itself has one a booking.
create index pool_claims_held on pool_claims (business_id, pool_id, bucket) include (quantity, expires_at)
  where blocking and expires_at is not null;
