-- What an API key may do; null when unknown or revoked.
create or replace function find_key_actor(business uuid, key_hash text, at timestamptz) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  seen api_keys;
begin
  select * into seen from api_keys k
  where k.business_id = business and k.secret_hash = key_hash and k.revoked_at is null;
  if not found then return null; end if;
  if seen.last_used_at is null or seen.last_used_at < at - interval '1 hour' then
    update api_keys k set last_used_at = at where k.business_id = business and k.id = seen.id;
  end if;
  return jsonb_build_object('keyId', seen.id, 'scopes', seen.scopes);
end $$;

alter function find_key_actor(uuid,text,timestamp with time zone) owner to holdfast_engine;
revoke all on function find_key_actor(uuid,text,timestamp with time zone) from public;
grant execute on function find_key_actor(uuid,text,timestamp with time zone) to holdfast_app;
