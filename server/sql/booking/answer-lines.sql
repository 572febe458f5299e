-- Answers the given orders of a batch that have no answer yet.
create or replace function answer_lines(outcomes jsonb[], ns int[], answer jsonb) returns jsonb[]
immutable set search_path = public, pg_temp language plpgsql as $$
declare
  n int;
begin
  foreach n in array ns loop
    outcomes[n] := coalesce(outcomes[n], answer);
  end loop;
  return outcomes;
end $$;

alter function answer_lines(jsonb[], int[], jsonb) owner to holdfast_engine;
revoke all on function answer_lines(jsonb[], int[], jsonb) from public;
