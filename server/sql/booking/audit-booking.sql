-- Guarantee 13: whatever a business's people and keys, or the platform's people, do to a booking is in the audit log,
-- by whichever route. Customers are not audited: their actions are in the booking's history.
create or replace function audit_booking(b bookings, kind text, previous text) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  who text := coalesce(nullif(current_setting('app.actor', true), ''), session_user);
begin
  if not is_audited(who, b.customer_id) then return; end if;
  insert into audit_log (business_id, id, actor, action, subject_kind, subject_id, request_id, ip, before, after)
  values (b.business_id, gen_random_uuid(), who, 'booking.' || kind, 'booking', b.id,
    nullif(current_setting('app.request_id', true), ''), nullif(current_setting('app.ip', true), ''),
    jsonb_build_object('status', previous),
    jsonb_strip_nulls(jsonb_build_object('status', b.status, 'version', b.version, 'reason', nullif(current_setting('app.reason', true), ''))));
end $$;

alter function audit_booking(bookings, text, text) owner to holdfast_engine;
revoke all on function audit_booking(bookings, text, text) from public;

-- Whether what this actor does to a booking of this customer goes to the audit log. With the cast all of it is immutable,
-- so PostgreSQL writes it into the query that asks.
create or replace function is_audited(actor text, customer uuid) returns boolean immutable parallel safe language sql as
  $$ select actor ~ '^(user|key):' and actor is distinct from 'user:' || customer::text $$;
