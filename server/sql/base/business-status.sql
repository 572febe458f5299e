-- Whether everybody sees a business and may book it, as `isPublic` in business/businesses.ts says it; a test compares the two.
create or replace function business_is_public(status text) returns boolean immutable parallel safe language sql as
  $$ select status = 'approved' $$;
