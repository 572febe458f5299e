-- The person a session token belongs to, with all their memberships; null when unknown, expired or revoked.
-- last_seen_at is written at most once an hour: a read must not cost a write.
create or replace function find_session_actor(token_hash text, at timestamptz) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  seen record;
begin
  select s.id, s.user_id, s.last_seen_at, u.is_admin into seen
  from sessions s join users u on u.id = s.user_id
  where s.token_hash = find_session_actor.token_hash and s.revoked_at is null and s.expires_at > at;
  if not found then return null; end if;
  if seen.last_seen_at < at - interval '1 hour' then
    update sessions s set last_seen_at = at where s.id = seen.id;
  end if;
  return jsonb_build_object('sessionId', seen.id, 'userId', seen.user_id, 'isAdmin', seen.is_admin,
    'memberships', (select coalesce(jsonb_agg(jsonb_build_object('businessId', m.business_id, 'role', m.role) order by m.business_id), '[]')
                    from members m where m.user_id = seen.user_id));
end $$;

alter function find_session_actor(text,timestamp with time zone) owner to holdfast_engine;
revoke all on function find_session_actor(text,timestamp with time zone) from public;
grant execute on function find_session_actor(text,timestamp with time zone) to holdfast_app;
