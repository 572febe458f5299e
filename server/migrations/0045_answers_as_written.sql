-- Why: the answer to an order was read into a tree, written out in another form and compressed on its way into its row, a
-- tenth of what an order costs the database. It now goes there as the server wrote it: "json" checks a text and keeps it.
-- Stored answers are carried over. Locks: idempotency_keys, while it is rewritten (it holds 72 hours of answers); requests
-- with a key wait for that.
-- Rows of up to 8 kB, as nearly all are, are no longer compressed: a stored answer of an order takes 2.4 kB instead of 1.2.
alter table idempotency_keys
  alter column body type json using body::json,
  set (toast_tuple_target = 8160);

-- place_orders() takes the answers beside the batch.
drop function if exists place_orders(jsonb);
drop function if exists write_orders(order_line[], bookings[], jsonb, wanted, jsonb, jsonb[]);
alter type order_line drop attribute body;
