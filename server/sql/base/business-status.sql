-- Whether a business is public and bookable, as `isPublic` in business/businesses.ts; a test compares the two.
create or replace function business_is_public(status text) returns boolean immutable parallel safe language sql as
  $$ select status = 'approved' $$;
