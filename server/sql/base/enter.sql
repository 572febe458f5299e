-- Sets who acts, for whom and when, for one transaction. Where the connection has a tolerance, refuses a server whose
-- clock is too far from the database's: it would end holds that have not expired, or sell what has begun. Raises
-- HF050.
create or replace function enter(context jsonb) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  tolerance text := nullif(current_setting('app.clock_tolerance', true), '');
  off double precision;
begin
  if tolerance is not null then
    off := extract(epoch from (context->>'now')::timestamptz - clock_timestamp());
    if abs(off) > tolerance::double precision then
      raise exception 'the clock of the server is % s off the database''s', round(off) using errcode = 'HF050';
    end if;
  end if;
  perform set_config('app.scope', coalesce(context->>'scope', 'public'), true),
    set_config('app.business_id', coalesce(context->>'businessId', ''), true),
    set_config('app.user_id', coalesce(context->>'userId', ''), true),
    set_config('app.actor', coalesce(context->>'actor', ''), true),
    set_config('app.request_id', coalesce(context->>'requestId', ''), true),
    set_config('app.ip', coalesce(context->>'ip', ''), true),
    set_config('app.now', coalesce(context->>'now', ''), true);
end $$;
