-- Sets the name of a booking's next change in its history, and extra content for its event; nulls restore the
-- defaults.
create or replace function note_event(booking uuid, kind text, details jsonb) returns void
volatile set search_path = public, pg_temp language plpgsql as $$
begin
  perform set_config('app.event_of', coalesce(booking::text, ''), true),
    set_config('app.event', coalesce(kind, ''), true), set_config('app.event_details', coalesce(details::text, ''), true);
end $$;

alter function note_event(uuid, text, jsonb) owner to holdfast_engine;
revoke all on function note_event(uuid, text, jsonb) from public;
