-- Raises a business's catalogue version once per transaction that edits, at its commit: the row is then locked only
-- while the transaction commits, and after every other lock, so edits of one business neither wait for each other
-- longer than that nor deadlock. Whoever sees the edit sees the raised version, because both commit together.
create or replace function raise_catalogue_version() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  insert into catalogue_versions as v (business_id, version) values (new.business_id, 1)
  on conflict (business_id) do update set version = v.version + 1;
  delete from catalogue_edits e where e.business_id = new.business_id and e.edited_by = new.edited_by;
  return null;
end $$;

alter function raise_catalogue_version() owner to holdfast_engine;
revoke all on function raise_catalogue_version() from public;
grant execute on function raise_catalogue_version() to holdfast_app;

drop trigger if exists catalogue_edits_raise on catalogue_edits;
create constraint trigger catalogue_edits_raise after insert on catalogue_edits deferrable initially deferred
  for each row execute function raise_catalogue_version();
