-- A command that asks somebody foreign in the middle keeps what it began under its Idempotency-Key, in the table that keeps
-- every other answer: payments carried keys of their own before, with rules of their own. What a desk took when it confirmed is
-- written once per booking, by a column that says so. An older program writes the dropped columns: see oldest_program().
-- Locks: payments and idempotency_keys for a moment (new columns without a default); the index is built under it.

alter table idempotency_keys add column begun uuid;
alter table idempotency_keys alter column status drop not null;
alter table idempotency_keys add constraint idempotency_keys_answered_or_begun check (status is not null or begun is not null);

alter table payments add column desk_confirmation_of uuid;
update payments set desk_confirmation_of = idempotency_key::uuid where idempotency_scope = 'desk-confirmation';
alter table payments add constraint payments_desk_confirmation_of_key unique (desk_confirmation_of);

insert into idempotency_keys (scope, key, fingerprint, begun, created_at)
select idempotency_scope, idempotency_key, idempotency_fingerprint, id, created_at from payments
where idempotency_scope <> 'desk-confirmation' and created_at > now() - interval '72 hours'
on conflict (scope, key) do nothing;

alter table payments drop column idempotency_scope, drop column idempotency_key, drop column idempotency_fingerprint;
