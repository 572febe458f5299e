-- missed: [{itemId, unitId, seatNo}]. contended: a candidate was passed over because another transaction had it
-- locked.
create or replace function refuse_taken(kind text, missed jsonb, contended boolean, want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  raise exception 'already taken' using errcode = 'HF001', detail = (refused_taken(kind, missed, contended,
    cardinality(overdue_holds(want)) > 0)->'detail')::text;
end $$;

alter function refuse_taken(text,jsonb,boolean,wanted) owner to holdfast_engine;
revoke all on function refuse_taken(text,jsonb,boolean,wanted) from public;
