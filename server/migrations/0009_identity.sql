-- Why: a request is recognised, and a person signed in, before anybody is known whose rows these are.
-- Three functions see past row-level security for exactly that. Locks: none, new functions only.

-- Who a session token stands for, with all their memberships; null when unknown, over or revoked.
-- last_seen_at is written at most once an hour: a read must not cost a write.
create function find_session_actor(token_hash text, at timestamptz) returns jsonb
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
    'memberships', (select coalesce(jsonb_agg(jsonb_build_object('businessId', m.business_id, 'role', m.role)), '[]')
                    from members m where m.user_id = seen.user_id));
end $$;

-- What an API key may do; null when unknown or revoked.
create function find_key_actor(business uuid, key_hash text, at timestamptz) returns jsonb
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

-- The person with this number, made on first sign-in, and a session for them.
create function sign_in(person jsonb, session jsonb) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  signed users;
begin
  insert into users (id, phone, locale)
  values ((person->>'id')::uuid, person->>'phone', person->>'locale')
  on conflict (phone) do nothing;
  select * into signed from users u where u.phone = person->>'phone';
  insert into sessions (id, user_id, token_hash, user_agent, ip, last_seen_at, expires_at)
  values ((session->>'id')::uuid, signed.id, session->>'tokenHash', session->>'userAgent', session->>'ip',
          app_now(), (session->>'expiresAt')::timestamptz);
  return jsonb_build_object('id', signed.id, 'phone', signed.phone, 'name', signed.name,
                            'locale', signed.locale, 'isAdmin', signed.is_admin);
end $$;

alter function find_session_actor(text, timestamptz) owner to holdfast_engine;
alter function find_key_actor(uuid, text, timestamptz) owner to holdfast_engine;
alter function sign_in(jsonb, jsonb) owner to holdfast_engine;
revoke all on function find_session_actor(text, timestamptz), find_key_actor(uuid, text, timestamptz),
  sign_in(jsonb, jsonb) from public;
grant execute on function find_session_actor(text, timestamptz), find_key_actor(uuid, text, timestamptz),
  sign_in(jsonb, jsonb) to holdfast_app;
