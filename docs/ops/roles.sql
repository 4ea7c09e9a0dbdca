-- Roles that only read, made by the owner after migrating. The auditor runs `so-nguon audit`; the reader makes reports and sees no sessions.
create role so_nguon_auditor login password '…';
grant usage on schema ledger, desk to so_nguon_auditor;
grant select on all tables in schema ledger to so_nguon_auditor;
-- The version of the tables: the audit refuses one that it does not know.
grant select on desk.migration to so_nguon_auditor;

create role so_nguon_reader login password '…';
grant usage on schema ledger to so_nguon_reader;
grant select on all tables in schema ledger to so_nguon_reader;
alter role so_nguon_auditor set default_transaction_read_only = on;
alter role so_nguon_reader set default_transaction_read_only = on;
-- A long report must not hold back a service that shares the server: run both on a standby.
alter role so_nguon_reader set statement_timeout = '10min';
