-- Extends what is held for an amendment until another moment, on both the amendment and its claims.
create or replace function prolong_amendment(a amendments, until_at timestamptz) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  update amendments set expires_at = until_at where business_id = a.business_id and id = a.id;
  update claims set expires_at = until_at where business_id = a.business_id and amendment_id = a.id and blocking;
  update pool_claims set expires_at = until_at where business_id = a.business_id and amendment_id = a.id and blocking;
end $$;

alter function prolong_amendment(amendments, timestamptz) owner to holdfast_engine;
revoke all on function prolong_amendment(amendments, timestamptz) from public;
