-- Opens a session for the person with this number, created on first sign-in.
create or replace function sign_in(person jsonb, session jsonb) returns jsonb
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

alter function sign_in(jsonb,jsonb) owner to holdfast_engine;
revoke all on function sign_in(jsonb,jsonb) from public;
grant execute on function sign_in(jsonb,jsonb) to holdfast_app;
