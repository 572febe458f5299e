-- Who each token belongs to, in the order of the tokens; null when unknown, expired or revoked. A token with a
-- business is an API key of it: {keyId, scopes}. One without is a session's:
-- {sessionId, userId, isAdmin, memberships}.
-- The time of last use is written at most once an hour (a read must not cost a write), and never waited for: a row
-- that somebody else is changing is skipped, so that two batches cannot wait for each other.
create or replace function find_actors(businesses uuid[], hashes text[], at timestamptz) returns jsonb[]
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  actors jsonb[];
  seen_sessions uuid[];
  used_keys uuid[];
begin
  select array_agg(coalesce(k.actor, s.actor) order by t.n),
    array_agg(s.id) filter (where s.last_seen_at < at - interval '1 hour'),
    array_agg(k.id) filter (where k.id is not null
      and (k.last_used_at is null or k.last_used_at < at - interval '1 hour'))
  into actors, seen_sessions, used_keys
  from unnest(businesses, hashes) with ordinality t (business, hash, n)
  left join lateral (
    select x.id, x.last_used_at, jsonb_build_object('keyId', x.id, 'scopes', x.scopes) as actor
    from api_keys x
    where x.business_id = t.business and x.secret_hash = t.hash and x.revoked_at is null) k on true
  left join lateral (
    select x.id, x.last_seen_at, jsonb_build_object(
      'sessionId', x.id, 'userId', x.user_id, 'isAdmin', u.is_admin,
      'memberships', (
        select coalesce(jsonb_agg(jsonb_build_object('businessId', m.business_id, 'role', m.role)
                                  order by m.business_id), '[]')
        from members m where m.user_id = x.user_id)) as actor
    from sessions x join users u on u.id = x.user_id
    where t.business is null and x.token_hash = t.hash and x.revoked_at is null and x.expires_at > at) s on true;

  if seen_sessions is not null then
    update sessions s set last_seen_at = at
    where s.id in (select x.id from sessions x where x.id = any(seen_sessions) for no key update skip locked);
  end if;
  if used_keys is not null then
    update api_keys k set last_used_at = at
    where k.business_id = any(businesses) and k.id in (
      select x.id from api_keys x
      where x.business_id = any(businesses) and x.id = any(used_keys) for no key update skip locked);
  end if;
  return actors;
end $$;

alter function find_actors(uuid[],text[],timestamp with time zone) owner to holdfast_engine;
alter function find_actors(uuid[],text[],timestamp with time zone)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function find_actors(uuid[],text[],timestamp with time zone) from public;
grant execute on function find_actors(uuid[],text[],timestamp with time zone) to holdfast_app;
