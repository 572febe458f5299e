-- Why: the server may change what it has to of what was paid, and nothing else: neither amounts, nor what they are for, nor what
-- a gateway wrote. Locks: none.

revoke update on payments, payment_events, payment_shares, refunds, payouts, payout_batches, webhook_inbox from holdfast_app;
grant update (alarm, captured_minor, card_brand, card_last4, compare_at, failure_code, failure_message, gateway_charge,
  gateway_object, gateway_ref, next_poll_at, polls, redirect_url, status, unwanted) on payments to holdfast_app;
grant update (earned_at, fee_minor) on payment_shares to holdfast_app;
grant update (attempts, before_minor, claimed_until, destination, failure_message, next_attempt_at, status, succeeded_at)
  on refunds to holdfast_app;
grant update (deliveries, outcome, processed_at) on webhook_inbox to holdfast_app;
revoke update on messages from holdfast_app;
grant update (cancelled_at, sent_at) on messages to holdfast_app;

-- What is done to bookings is audited by the engine itself.
grant insert on audit_log to holdfast_engine;
