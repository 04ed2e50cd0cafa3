-- All tables of a new database, written by tools/first_tables.py; do not edit. Refuses nothing itself.
-- 1e6d255c10102d2e3f44e1cfe2dcd513ecddeddbfc6f02ee223466cfee92697d
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION public.access_comment_stands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.id, NEW.company_id, NEW.subject_kind, NEW.subject_id, NEW.author_id, NEW.written_at)
            = (OLD.id, OLD.company_id, OLD.subject_kind, OLD.subject_id, OLD.author_id, OLD.written_at)
        AND OLD.erased_at IS NULL
        AND (OLD.struck_at IS NULL OR NEW.struck_at = OLD.struck_at AND NEW.struck_by_id = OLD.struck_by_id)
        AND (NEW.text = OLD.text
            OR NEW.erased_at IS NOT NULL AND NEW.text = ''
            OR OLD.struck_at IS NULL AND now() < OLD.written_at + interval '15 minutes')
    THEN RETURN NEW;
    END IF;
    RAISE EXCEPTION 'comments stand as they were read: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Strike it out and write a new one.';
END $$;
CREATE FUNCTION public.access_shiftnote_stands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.id, NEW.company_id, NEW.site_id, NEW.day, NEW.shift, NEW.given_by_id)
            = (OLD.id, OLD.company_id, OLD.site_id, OLD.day, OLD.shift, OLD.given_by_id)
        AND (OLD.state = 'given' OR (NEW.state, NEW.facts, NEW.given_at) = (OLD.state, OLD.facts, OLD.given_at)
            AND (NEW.taken_by_id, NEW.taken_at) IS NOT DISTINCT FROM (OLD.taken_by_id, OLD.taken_at)
            AND (NEW.words = OLD.words OR NEW.words = '' AND NEW.erased_at IS NOT NULL))
    THEN RETURN NEW;
    END IF;
    RAISE EXCEPTION 'notes between shifts stand as they were read: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Write the note of the next shift.';
END $$;
CREATE FUNCTION public.money_guard_entry() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.xid <> pg_current_xact_id() OR NEW.at <> transaction_timestamp() THEN
        RAISE EXCEPTION 'entry % claims to be of another transaction', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_entry_of_its_transaction';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM money_transfer WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % transfers nothing', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_entry_not_empty';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM money_entry o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL
                    AND o.company_id = NEW.company_id)
        OR EXISTS (
            SELECT source_id, target_id, currency, sum(minor) FROM (
                SELECT source_id, target_id, currency, minor FROM money_transfer WHERE entry_id = NEW.id
                UNION ALL
                SELECT target_id, source_id, currency, -minor FROM money_transfer
                WHERE entry_id = NEW.reverses_id
            ) AS both_entries
            GROUP BY source_id, target_id, currency HAVING sum(minor) <> 0)
    ) THEN
        RAISE EXCEPTION 'entry % is not the mirror of entry %', NEW.id, NEW.reverses_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_entry_true_reversal';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.money_guard_transfers() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    found_entry bigint;
BEGIN
    SELECT m.entry_id INTO found_entry
    FROM fresh m LEFT JOIN money_entry e ON e.id = m.entry_id
    WHERE e.id IS NULL OR e.xid <> pg_current_xact_id() OR e.at <> transaction_timestamp() LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % was closed by its own transaction: no transfer can be added', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_transfer_entry_open';
    END IF;
    SELECT m.entry_id INTO found_entry
    FROM fresh m JOIN money_entry e ON e.id = m.entry_id
        LEFT JOIN money_account s ON s.id = m.source_id LEFT JOIN money_account t ON t.id = m.target_id
    WHERE s.company_id IS DISTINCT FROM e.company_id OR t.company_id IS DISTINCT FROM e.company_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % names an account that is not its company''s', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_transfer_accounts_of_company';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.money_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
              HINT = 'Post a reversal instead.';
END $$;
CREATE FUNCTION public.orders_order_keeps_day() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'an order keeps its company and the moment it was placed: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
              HINT = 'Take the order out and bring it in again.';
END $$;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.records_refresh_statistics(changed_rows integer, share double precision) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    one regclass;
    looked_at integer := 0;
BEGIN
    FOR one IN
        SELECT s.relid FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE s.schemaname = 'public' AND pg_get_userbyid(c.relowner) = current_user
          AND s.n_mod_since_analyze >= changed_rows + share * greatest(c.reltuples, 0)
        ORDER BY s.relid
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', one);
        looked_at := looked_at + 1;
    END LOOP;
    RETURN looked_at;
END $$;
CREATE FUNCTION public.records_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed or removed: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Record a new event that says what is true now.';
END $$;
CREATE FUNCTION public.records_take_ids(sequences text[], counts integer[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    taken bigint[] := '{}';
    place integer;
    sequence regclass;
BEGIN
    FOR place IN 1 .. cardinality(sequences) LOOP
        IF counts[place] > 0 THEN
            sequence := sequences[place]::regclass;
            taken := taken || ARRAY(SELECT nextval(sequence) FROM generate_series(1, counts[place]));
        END IF;
    END LOOP;
    RETURN taken;
END $$;
CREATE FUNCTION public.rules_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'versions of rules are never changed: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new version.';
END $$;
CREATE FUNCTION public.stock_guard_entry() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.xid <> pg_current_xact_id() OR NEW.at <> transaction_timestamp() THEN
        RAISE EXCEPTION 'entry % claims to be of another transaction', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_entry_of_its_transaction';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM stock_move WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % moves nothing', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_entry_not_empty';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM stock_entry o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL
                    AND o.company_id = NEW.company_id)
        OR EXISTS (
            SELECT source_id, target_id, item_id, lot_id, sum(quantity) FROM (
                SELECT source_id, target_id, item_id, lot_id, quantity FROM stock_move WHERE entry_id = NEW.id
                UNION ALL
                SELECT target_id, source_id, item_id, lot_id, -quantity FROM stock_move
                WHERE entry_id = NEW.reverses_id
            ) AS both_entries
            GROUP BY source_id, target_id, item_id, lot_id HAVING sum(quantity) <> 0)
    ) THEN
        RAISE EXCEPTION 'entry % is not the mirror of entry %', NEW.id, NEW.reverses_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_entry_true_reversal';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.stock_guard_moves() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    found_entry bigint;
BEGIN
    SELECT m.entry_id INTO found_entry
    FROM fresh m LEFT JOIN stock_entry e ON e.id = m.entry_id
    WHERE e.id IS NULL OR e.xid <> pg_current_xact_id() OR e.at <> transaction_timestamp() LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % was closed by its own transaction: no move can be added', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_move_entry_open';
    END IF;
    SELECT m.entry_id INTO found_entry
    FROM fresh m JOIN stock_entry e ON e.id = m.entry_id
        LEFT JOIN stock_place s ON s.id = m.source_id LEFT JOIN stock_place t ON t.id = m.target_id
    WHERE s.company_id IS DISTINCT FROM e.company_id OR t.company_id IS DISTINCT FROM e.company_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % names a place that is not its company''s', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_move_places_of_company';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.stock_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
              HINT = 'Post a reversal instead.';
END $$;
CREATE TABLE public.access_approval (
    id bigint NOT NULL,
    verb text NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint,
    plan_sha256 character varying(64) NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL,
    requested_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    decided_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    decided_by_id bigint,
    requested_by_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT access_approval_decided_by_somebody CHECK (((state = ANY (ARRAY['asked'::text, 'expired'::text])) OR (decided_by_id IS NOT NULL))),
    CONSTRAINT access_approval_four_eyes CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = requested_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT access_approval_state_known CHECK ((state = ANY (ARRAY['approved'::text, 'asked'::text, 'denied'::text, 'expired'::text, 'spent'::text])))
);
ALTER TABLE public.access_approval ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_approval_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.access_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE TABLE public.access_comment (
    id bigint NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    text text NOT NULL,
    written_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    edited_at timestamp with time zone,
    struck_at timestamp with time zone,
    erased_at timestamp with time zone,
    author_id bigint NOT NULL,
    company_id bigint NOT NULL,
    struck_by_id bigint,
    CONSTRAINT access_comment_says_something CHECK (((NOT (text = ''::text)) OR (erased_at IS NOT NULL))),
    CONSTRAINT access_comment_struck_by_somebody CHECK ((((struck_at IS NULL) AND (struck_by_id IS NULL)) OR ((struck_at IS NOT NULL) AND (struck_by_id IS NOT NULL))))
);
ALTER TABLE public.access_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_company (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    legal_name text DEFAULT ''::text NOT NULL,
    country character varying(2) NOT NULL,
    currency character varying(3) NOT NULL,
    timezone text DEFAULT 'UTC'::text NOT NULL,
    street text DEFAULT ''::text NOT NULL,
    city text DEFAULT ''::text NOT NULL,
    postcode text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    vat_number text DEFAULT ''::text NOT NULL,
    registration_number text DEFAULT ''::text NOT NULL,
    is_demo boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT access_company_code_form CHECK ((code ~ '^[A-Z0-9]{1,8}$'::text)),
    CONSTRAINT access_company_country_form CHECK (((country)::text ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT access_company_currency_form CHECK (((currency)::text ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT access_company_named CHECK ((NOT (name = ''::text))),
    CONSTRAINT access_company_only_demos_close CHECK (((closed_at IS NULL) OR is_demo))
);
ALTER TABLE public.access_company ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_company_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_devicepin (
    id bigint NOT NULL,
    device_sha256 character varying(64) NOT NULL,
    pin text NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_devicepin_tries_not_negative CHECK ((tries >= 0))
);
ALTER TABLE public.access_devicepin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_devicepin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_mention (
    id bigint NOT NULL,
    read_at timestamp with time zone,
    comment_id bigint NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.access_mention ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_mention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_rolegrant (
    id bigint NOT NULL,
    role text NOT NULL,
    site_id bigint,
    money_limit_minor bigint,
    granted_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    granted_by_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT access_rolegrant_limit_not_negative CHECK (((money_limit_minor IS NULL) OR (money_limit_minor >= 0))),
    CONSTRAINT access_rolegrant_role_known CHECK ((role = ANY (ARRAY['manager'::text, 'desk'::text, 'warehouse'::text, 'buyer'::text, 'bookkeeper'::text, 'marketer'::text, 'admin'::text])))
);
ALTER TABLE public.access_rolegrant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_rolegrant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_savedview (
    id bigint NOT NULL,
    list_name text NOT NULL,
    name text NOT NULL,
    query text DEFAULT ''::text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    user_id bigint,
    CONSTRAINT access_savedview_named CHECK ((NOT (name = ''::text)))
);
ALTER TABLE public.access_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_shiftnote (
    id bigint NOT NULL,
    site_id bigint NOT NULL,
    day date NOT NULL,
    shift text NOT NULL,
    state text DEFAULT 'given'::text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    given_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    taken_at timestamp with time zone,
    erased_at timestamp with time zone,
    company_id bigint NOT NULL,
    given_by_id bigint NOT NULL,
    taken_by_id bigint,
    CONSTRAINT access_shiftnote_shift_known CHECK ((shift = ANY (ARRAY['early'::text, 'late'::text, 'night'::text, 'day'::text]))),
    CONSTRAINT access_shiftnote_state_known CHECK ((state = ANY (ARRAY['given'::text, 'taken'::text, 'withdrawn'::text]))),
    CONSTRAINT access_shiftnote_taken_by_another CHECK (((taken_by_id IS NULL) OR (NOT ((taken_by_id = given_by_id) AND (taken_by_id IS NOT NULL))))),
    CONSTRAINT access_shiftnote_taken_has_who CHECK ((((state = 'taken'::text) AND (taken_at IS NOT NULL) AND (taken_by_id IS NOT NULL)) OR ((NOT (state = 'taken'::text)) AND (taken_at IS NULL) AND (taken_by_id IS NULL))))
);
ALTER TABLE public.access_shiftnote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_shiftnote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_signinlink (
    id bigint NOT NULL,
    token_sha256 character varying(64) NOT NULL,
    purpose text DEFAULT 'sign_in'::text NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL,
    CONSTRAINT access_signinlink_purpose_known CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'invite'::text, 'terminal'::text])))
);
ALTER TABLE public.access_signinlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_signinlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_task (
    id bigint NOT NULL,
    kind text NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    cause_key text NOT NULL,
    role text NOT NULL,
    site_id bigint,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    opened_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    closed_at timestamp with time zone,
    close_reason text DEFAULT ''::text NOT NULL,
    snoozed_until timestamp with time zone,
    company_id bigint NOT NULL,
    owner_id bigint,
    CONSTRAINT access_task_closed_has_time CHECK ((((closed_at IS NULL) AND (state = 'open'::text)) OR ((closed_at IS NOT NULL) AND (state = 'closed'::text)))),
    CONSTRAINT access_task_role_known CHECK ((role = ANY (ARRAY['manager'::text, 'desk'::text, 'warehouse'::text, 'buyer'::text, 'bookkeeper'::text, 'marketer'::text, 'admin'::text]))),
    CONSTRAINT access_task_state_known CHECK ((state = ANY (ARRAY['closed'::text, 'open'::text])))
);
ALTER TABLE public.access_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_taskroute (
    id bigint NOT NULL,
    kind text NOT NULL,
    site_id bigint,
    company_id bigint NOT NULL,
    owner_id bigint NOT NULL
);
ALTER TABLE public.access_taskroute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_taskroute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    locale text DEFAULT 'en'::text NOT NULL,
    theme text DEFAULT 'system'::text NOT NULL,
    keys_single boolean DEFAULT true NOT NULL,
    sessions_since timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT access_user_email_form CHECK ((email ~~ '%@%'::text)),
    CONSTRAINT access_user_email_lower CHECK ((email = lower(email))),
    CONSTRAINT access_user_theme_known CHECK ((theme = ANY (ARRAY['system'::text, 'light'::text, 'dark'::text])))
);
ALTER TABLE public.access_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accessattempt (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    get_data text NOT NULL,
    post_data text NOT NULL,
    failures_since_start integer NOT NULL,
    CONSTRAINT axes_accessattempt_failures_since_start_check CHECK ((failures_since_start >= 0))
);
ALTER TABLE public.axes_accessattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accessattemptexpiration (
    access_attempt_id integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.axes_accessfailurelog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    locked_out boolean NOT NULL
);
ALTER TABLE public.axes_accessfailurelog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessfailurelog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accesslog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    logout_time timestamp with time zone,
    session_hash character varying(64) NOT NULL
);
ALTER TABLE public.axes_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_creditnote (
    id bigint NOT NULL,
    key text NOT NULL,
    reason text NOT NULL,
    number bigint,
    display_number text,
    state text DEFAULT 'draft'::text NOT NULL,
    currency character varying(3) NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    gross_minor bigint NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    issued_on date,
    company_id bigint NOT NULL,
    invoice_id bigint NOT NULL,
    order_id bigint NOT NULL,
    series_id bigint NOT NULL,
    CONSTRAINT billing_creditnote_adds_up CHECK (((gross_minor = (net_minor + tax_minor)) AND (gross_minor > 0))),
    CONSTRAINT billing_creditnote_numbered_once_not_draft CHECK ((((number IS NULL) AND (state = 'draft'::text)) OR ((NOT (state = 'draft'::text)) AND (number IS NOT NULL)))),
    CONSTRAINT billing_creditnote_reason_known CHECK ((reason = ANY (ARRAY['refund'::text, 'cancelled'::text]))),
    CONSTRAINT billing_creditnote_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'issued'::text, 'numbered'::text])))
);
ALTER TABLE public.billing_creditnote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_creditnote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_creditnotedocument (
    id bigint NOT NULL,
    sha256 text NOT NULL,
    pdf bytea NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    credit_note_id bigint NOT NULL
);
ALTER TABLE public.billing_creditnotedocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_creditnotedocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_creditnoteline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    quantity integer NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    gross_minor bigint NOT NULL,
    credit_note_id bigint NOT NULL,
    invoice_line_id bigint NOT NULL,
    CONSTRAINT billing_creditnoteline_adds_up CHECK (((gross_minor = (net_minor + tax_minor)) AND (quantity >= 0)))
);
ALTER TABLE public.billing_creditnoteline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_creditnoteline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_invoice (
    id bigint NOT NULL,
    key text NOT NULL,
    number bigint,
    display_number text,
    state text DEFAULT 'draft'::text NOT NULL,
    rounding text DEFAULT 'line'::text NOT NULL,
    prices_include_tax boolean NOT NULL,
    currency character varying(3) NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    gross_minor bigint NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    supplied_on date NOT NULL,
    issued_on date,
    bill_to_id bigint,
    company_id bigint NOT NULL,
    fulfilment_order_id bigint,
    order_id bigint NOT NULL,
    series_id bigint NOT NULL,
    due_on date,
    terms_days integer,
    CONSTRAINT billing_invoice_adds_up CHECK ((gross_minor = (net_minor + tax_minor))),
    CONSTRAINT billing_invoice_numbered_once_not_draft CHECK ((((number IS NULL) AND (state = 'draft'::text)) OR ((NOT (state = 'draft'::text)) AND (number IS NOT NULL)))),
    CONSTRAINT billing_invoice_rounding_known CHECK ((rounding = ANY (ARRAY['line'::text, 'document'::text]))),
    CONSTRAINT billing_invoice_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'issued'::text, 'numbered'::text])))
);
ALTER TABLE public.billing_invoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_invoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_invoicedocument (
    id bigint NOT NULL,
    sha256 text NOT NULL,
    pdf bytea NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    invoice_id bigint NOT NULL
);
ALTER TABLE public.billing_invoicedocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_invoicedocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_invoiceline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    title text NOT NULL,
    sku_text text DEFAULT ''::text NOT NULL,
    quantity integer NOT NULL,
    unit_price numeric(18,6) NOT NULL,
    tax_rate numeric(9,6) NOT NULL,
    discount_minor bigint DEFAULT 0 NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    gross_minor bigint NOT NULL,
    invoice_id bigint NOT NULL,
    order_line_id bigint NOT NULL,
    CONSTRAINT billing_invoiceline_adds_up CHECK ((gross_minor = (net_minor + tax_minor)))
);
ALTER TABLE public.billing_invoiceline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_invoiceline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_invoicetax (
    id bigint NOT NULL,
    tax_rate numeric(9,6) NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    invoice_id bigint NOT NULL
);
ALTER TABLE public.billing_invoicetax ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_invoicetax_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_openingbalance (
    id bigint NOT NULL,
    account text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    currency character varying(3) NOT NULL,
    minor bigint NOT NULL,
    booked boolean NOT NULL,
    opened_on date NOT NULL,
    company_id bigint NOT NULL,
    imported_in_id bigint NOT NULL,
    CONSTRAINT billing_openingbalance_moves CHECK (((NOT booked) OR (NOT (minor = 0)))),
    CONSTRAINT billing_openingbalance_named CHECK ((NOT (account = ''::text)))
);
ALTER TABLE public.billing_openingbalance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_openingbalance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_openreceivable (
    id bigint NOT NULL,
    number text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    currency character varying(3) NOT NULL,
    issued_on date NOT NULL,
    due_on date,
    opened_on date NOT NULL,
    gross_minor bigint NOT NULL,
    open_minor bigint NOT NULL,
    settled_minor bigint DEFAULT 0 NOT NULL,
    company_id bigint NOT NULL,
    customer_id bigint,
    imported_in_id bigint NOT NULL,
    CONSTRAINT billing_openreceivable_settled_is_paid CHECK ((((open_minor > settled_minor) AND (state = 'open'::text)) OR ((open_minor = settled_minor) AND (state = 'settled'::text)))),
    CONSTRAINT billing_openreceivable_settles_what_is_open CHECK (((open_minor > 0) AND (settled_minor >= 0) AND (open_minor >= settled_minor))),
    CONSTRAINT billing_openreceivable_state_known CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text])))
);
ALTER TABLE public.billing_openreceivable ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_openreceivable_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.billing_series (
    id bigint NOT NULL,
    code text NOT NULL,
    prefix text NOT NULL,
    next_number bigint DEFAULT 1 NOT NULL,
    company_id bigint NOT NULL,
    digits smallint DEFAULT 6 NOT NULL,
    CONSTRAINT billing_series_positive CHECK ((next_number >= 1))
);
ALTER TABLE public.billing_series ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.billing_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalog_kitcomponent (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    component_id bigint NOT NULL,
    kit_id bigint NOT NULL,
    CONSTRAINT catalog_kitcomponent_not_itself CHECK ((NOT (kit_id = component_id))),
    CONSTRAINT catalog_kitcomponent_quantity_positive CHECK ((quantity > 0))
);
ALTER TABLE public.catalog_kitcomponent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_kitcomponent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalog_product (
    id bigint NOT NULL,
    handle text NOT NULL,
    title text NOT NULL,
    vendor text DEFAULT ''::text NOT NULL,
    product_type text DEFAULT ''::text NOT NULL,
    description_html text DEFAULT ''::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    image_url text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT catalog_product_status_known CHECK ((status = ANY (ARRAY['active'::text, 'draft'::text, 'archived'::text])))
);
ALTER TABLE public.catalog_product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalog_sku (
    id bigint NOT NULL,
    code text NOT NULL,
    code_proposed boolean DEFAULT false NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    options jsonb DEFAULT '{}'::jsonb NOT NULL,
    kind text DEFAULT 'goods'::text NOT NULL,
    tracked boolean DEFAULT true NOT NULL,
    shippable boolean DEFAULT true NOT NULL,
    is_kit boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    weight_g integer,
    length_mm integer,
    width_mm integer,
    height_mm integer,
    price numeric(18,6),
    cost numeric(18,6),
    currency character varying(3) DEFAULT 'EUR'::character varying NOT NULL,
    tax_class text DEFAULT 'standard'::text NOT NULL,
    hs_code text DEFAULT ''::text NOT NULL,
    origin_country text DEFAULT ''::text NOT NULL,
    image_url text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    product_id bigint NOT NULL,
    CONSTRAINT catalog_sku_code_given CHECK ((NOT (code = ''::text))),
    CONSTRAINT catalog_sku_cost_not_negative CHECK (((cost IS NULL) OR (cost >= (0)::numeric))),
    CONSTRAINT catalog_sku_kind_known CHECK ((kind = ANY (ARRAY['goods'::text, 'gift_card'::text, 'service'::text, 'digital'::text]))),
    CONSTRAINT catalog_sku_price_not_negative CHECK (((price IS NULL) OR (price >= (0)::numeric)))
);
ALTER TABLE public.catalog_sku ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_sku_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalog_skualias (
    id bigint NOT NULL,
    alias text NOT NULL,
    company_id bigint NOT NULL,
    sku_id bigint NOT NULL
);
ALTER TABLE public.catalog_skualias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_skualias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalog_skubarcode (
    id bigint NOT NULL,
    code text NOT NULL,
    quantity integer DEFAULT 1 NOT NULL,
    company_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT catalog_skubarcode_quantity_positive CHECK ((quantity > 0))
);
ALTER TABLE public.catalog_skubarcode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_skubarcode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_channel (
    id bigint NOT NULL,
    code text NOT NULL,
    prefix text NOT NULL,
    name text NOT NULL,
    connector text NOT NULL,
    currency character varying(3) NOT NULL,
    timezone text DEFAULT 'UTC'::text NOT NULL,
    go_live_at timestamp with time zone,
    prices_include_tax boolean DEFAULT true NOT NULL,
    fulfilled_by text DEFAULT 'us'::text NOT NULL,
    invoice_issuer text DEFAULT 'us'::text NOT NULL,
    tax_remitter text DEFAULT 'us'::text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    listens_since timestamp with time zone,
    taken_over_at timestamp with time zone,
    taken_over_by_id bigint,
    CONSTRAINT channels_channel_issuer_known CHECK ((invoice_issuer = ANY (ARRAY['us'::text, 'channel'::text]))),
    CONSTRAINT channels_channel_listened_first CHECK (((taken_over_at IS NULL) OR (listens_since IS NOT NULL))),
    CONSTRAINT channels_channel_remitter_known CHECK ((tax_remitter = ANY (ARRAY['us'::text, 'channel'::text])))
);
ALTER TABLE public.channels_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_comparison (
    id bigint NOT NULL,
    file_name text NOT NULL,
    as_of timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    channel_id bigint NOT NULL,
    company_id bigint NOT NULL,
    made_by_id bigint
);
ALTER TABLE public.channels_comparison ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_comparison_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_difference (
    id bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    rows jsonb DEFAULT '[]'::jsonb NOT NULL,
    told jsonb,
    ours jsonb,
    order_id bigint,
    fingerprint text NOT NULL,
    sku_id bigint,
    parallel_day_id bigint NOT NULL
);
ALTER TABLE public.channels_difference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_difference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_explanation (
    id bigint NOT NULL,
    fingerprint text NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    channel_id bigint NOT NULL,
    made_by_id bigint
);
ALTER TABLE public.channels_explanation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_explanation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_historydocument (
    id bigint NOT NULL,
    document text NOT NULL,
    content_md5 text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    customer text NOT NULL,
    country text NOT NULL,
    sells boolean NOT NULL,
    line_count integer NOT NULL,
    first_number integer NOT NULL,
    last_number integer NOT NULL,
    effect text NOT NULL,
    verdict text DEFAULT 'ready'::text NOT NULL,
    order_id bigint,
    note text DEFAULT ''::text NOT NULL,
    channel_id bigint NOT NULL,
    imported_in_id bigint NOT NULL,
    CONSTRAINT channels_historydocument_known CHECK (((effect = ANY (ARRAY['new'::text, 'changed'::text, 'same'::text])) AND (verdict = ANY (ARRAY['ready'::text, 'waiting'::text, 'imported'::text, 'kept'::text, 'undone'::text]))))
);
ALTER TABLE public.channels_historydocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_historydocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_historyline (
    id bigint NOT NULL,
    number integer NOT NULL,
    "row" integer NOT NULL,
    document text NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    quantity integer NOT NULL,
    unit_price numeric(18,6) NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    customer text NOT NULL,
    country text NOT NULL,
    rule text NOT NULL,
    imported_in_id bigint NOT NULL
);
ALTER TABLE public.channels_historyline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_historyline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_historypair (
    id bigint NOT NULL,
    number integer NOT NULL,
    sale_import_id bigint NOT NULL,
    sale_number integer NOT NULL,
    quantity integer NOT NULL,
    rule text NOT NULL,
    applied boolean DEFAULT false NOT NULL,
    imported_in_id bigint NOT NULL,
    CONSTRAINT channels_historypair_known CHECK (((quantity > 0) AND (rule = ANY (ARRAY['cancelled'::text, 'returned'::text]))))
);
ALTER TABLE public.channels_historypair ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_historypair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_import (
    id bigint NOT NULL,
    site_id bigint,
    format text NOT NULL,
    mode text NOT NULL,
    state text DEFAULT 'uploaded'::text NOT NULL,
    file_name text NOT NULL,
    file_sha256 text NOT NULL,
    file_bytes bigint NOT NULL,
    file_key text NOT NULL,
    encoding text DEFAULT ''::text NOT NULL,
    mapping jsonb DEFAULT '{}'::jsonb NOT NULL,
    answers jsonb DEFAULT '{}'::jsonb NOT NULL,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    effects jsonb DEFAULT '{}'::jsonb NOT NULL,
    job_id bigint,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    committed_at timestamp with time zone,
    undone_at timestamp with time zone,
    channel_id bigint,
    company_id bigint NOT NULL,
    created_by_id bigint,
    template_id bigint,
    CONSTRAINT channels_import_mode_known CHECK ((mode = ANY (ARRAY['history'::text, 'live'::text]))),
    CONSTRAINT channels_import_state_known CHECK ((state = ANY (ARRAY['checking'::text, 'committed'::text, 'committing'::text, 'discarded'::text, 'failed'::text, 'staged'::text, 'undoing'::text, 'undone'::text, 'uploaded'::text])))
);
ALTER TABLE public.channels_import ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_importmapping (
    id bigint NOT NULL,
    name text NOT NULL,
    format text NOT NULL,
    mapping jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    last_used_at timestamp with time zone,
    last_used_by_id bigint,
    made_by_id bigint,
    reading jsonb DEFAULT '{}'::jsonb NOT NULL,
    titles jsonb DEFAULT '[]'::jsonb NOT NULL,
    words jsonb DEFAULT '{}'::jsonb NOT NULL
);
ALTER TABLE public.channels_importmapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_importmapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_importrow (
    id bigint NOT NULL,
    number integer NOT NULL,
    first_row integer NOT NULL,
    row_numbers jsonb DEFAULT '[]'::jsonb NOT NULL,
    kind text NOT NULL,
    natural_key text DEFAULT ''::text NOT NULL,
    raw jsonb DEFAULT '{}'::jsonb NOT NULL,
    value jsonb,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL,
    verdict text DEFAULT 'ready'::text NOT NULL,
    effect text DEFAULT ''::text NOT NULL,
    result_kind text DEFAULT ''::text NOT NULL,
    result_id bigint,
    before jsonb,
    note text DEFAULT ''::text NOT NULL,
    imported_in_id bigint NOT NULL,
    CONSTRAINT channels_importrow_verdict_known CHECK ((verdict = ANY (ARRAY['error'::text, 'question'::text, 'ready'::text, 'imported'::text, 'skipped'::text, 'undone'::text, 'kept'::text])))
);
ALTER TABLE public.channels_importrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_importrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_listing (
    id bigint NOT NULL,
    external_product text NOT NULL,
    external_variant text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    channel_id bigint NOT NULL,
    sku_id bigint NOT NULL
);
ALTER TABLE public.channels_listing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_listing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_outgoing (
    id bigint NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    sent_at timestamp with time zone,
    note text DEFAULT ''::text NOT NULL,
    channel_id bigint NOT NULL,
    CONSTRAINT channels_outgoing_state_known CHECK ((state = ANY (ARRAY['cancelled'::text, 'failed'::text, 'queued'::text, 'sent'::text])))
);
ALTER TABLE public.channels_outgoing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_outgoing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_parallelday (
    id bigint NOT NULL,
    about text NOT NULL,
    day date NOT NULL,
    file_name text NOT NULL,
    compared integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    channel_id bigint NOT NULL,
    company_id bigint NOT NULL,
    made_by_id bigint,
    CONSTRAINT channels_parallelday_about_known CHECK ((about = ANY (ARRAY['orders'::text, 'stock'::text])))
);
ALTER TABLE public.channels_parallelday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_parallelday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_rawmessage (
    id bigint NOT NULL,
    delivery_key text NOT NULL,
    topic text NOT NULL,
    body text NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    processed_at timestamp with time zone,
    channel_id bigint NOT NULL
);
ALTER TABLE public.channels_rawmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_rawmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.channels_toldfigure (
    id bigint NOT NULL,
    "row" integer NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    figure integer,
    comparison_id bigint NOT NULL,
    sku_id bigint
);
ALTER TABLE public.channels_toldfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_toldfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_customer (
    id bigint NOT NULL,
    external_key text,
    name text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    locale text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    erased_at timestamp with time zone,
    company_id bigint NOT NULL,
    credit_currency text DEFAULT ''::text NOT NULL,
    credit_limit_minor bigint,
    terms_days integer,
    CONSTRAINT customers_customer_limit_has_currency CHECK ((((credit_currency = ''::text) AND (credit_limit_minor IS NULL)) OR ((credit_currency ~ '^[A-Z]{3}$'::text) AND (credit_limit_minor >= 0)))),
    CONSTRAINT customers_customer_terms_days CHECK (((terms_days IS NULL) OR ((terms_days >= 0) AND (terms_days <= 365))))
);
ALTER TABLE public.customers_customer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_customer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_party (
    id bigint NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    organisation text DEFAULT ''::text NOT NULL,
    line1 text DEFAULT ''::text NOT NULL,
    line2 text DEFAULT ''::text NOT NULL,
    city text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    postcode text DEFAULT ''::text NOT NULL,
    country text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    vat_number text DEFAULT ''::text NOT NULL,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    erased_at timestamp with time zone,
    company_id bigint NOT NULL,
    customer_id bigint,
    restricted_at timestamp with time zone
);
ALTER TABLE public.customers_party ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_party_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.fulfilment_fulfilmentline (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    picked integer DEFAULT 0 NOT NULL,
    packed integer DEFAULT 0 NOT NULL,
    short integer DEFAULT 0 NOT NULL,
    allocation_id bigint,
    demand_id bigint NOT NULL,
    order_line_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    fulfilment_order_id bigint NOT NULL,
    CONSTRAINT fulfilment_line_within_quantity CHECK (((quantity > 0) AND (picked >= 0) AND (short >= 0) AND (quantity >= (picked + short)) AND (packed >= 0) AND (packed <= quantity)))
);
ALTER TABLE public.fulfilment_fulfilmentline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_fulfilmentline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fulfilment_fulfilmentorder (
    id bigint NOT NULL,
    number text NOT NULL,
    state text DEFAULT 'released'::text NOT NULL,
    delivery_method text DEFAULT ''::text NOT NULL,
    ship_by timestamp with time zone,
    priority smallint DEFAULT 0 NOT NULL,
    tote_id bigint,
    released_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    picked_at timestamp with time zone,
    packed_at timestamp with time zone,
    shipped_at timestamp with time zone,
    company_id bigint NOT NULL,
    order_id bigint NOT NULL,
    site_id bigint NOT NULL,
    wave_id bigint,
    CONSTRAINT fulfilment_order_state_known CHECK ((state = ANY (ARRAY['cancelled'::text, 'packed'::text, 'packing'::text, 'picked'::text, 'picking'::text, 'released'::text, 'shipped'::text])))
);
ALTER TABLE public.fulfilment_fulfilmentorder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_fulfilmentorder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fulfilment_parcel (
    id bigint NOT NULL,
    number text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    carrier text DEFAULT ''::text NOT NULL,
    service text DEFAULT ''::text NOT NULL,
    tracking text DEFAULT ''::text NOT NULL,
    weight_g integer,
    is_test_label boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    labelled_at timestamp with time zone,
    shipped_at timestamp with time zone,
    company_id bigint NOT NULL,
    fulfilment_order_id bigint NOT NULL,
    CONSTRAINT fulfilment_parcel_state_known CHECK ((state = ANY (ARRAY['labelled'::text, 'open'::text, 'packed'::text, 'shipped'::text, 'voided'::text])))
);
ALTER TABLE public.fulfilment_parcel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_parcel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fulfilment_parcelline (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    line_id bigint NOT NULL,
    parcel_id bigint NOT NULL,
    CONSTRAINT fulfilment_parcelline_quantity_positive CHECK ((quantity > 0))
);
ALTER TABLE public.fulfilment_parcelline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_parcelline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fulfilment_pick (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    taken integer DEFAULT 0 NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    scan_key text,
    done_at timestamp with time zone,
    done_by_id bigint,
    line_id bigint NOT NULL,
    location_id bigint,
    sku_id bigint NOT NULL,
    wave_id bigint NOT NULL,
    CONSTRAINT fulfilment_pick_state_known CHECK ((state = ANY (ARRAY['cancelled'::text, 'open'::text, 'picked'::text, 'short'::text, 'skipped'::text]))),
    CONSTRAINT fulfilment_pick_within_quantity CHECK (((quantity > 0) AND (taken >= 0) AND (taken <= quantity)))
);
ALTER TABLE public.fulfilment_pick ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_pick_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fulfilment_scan (
    id bigint NOT NULL,
    client_key text NOT NULL,
    purpose text NOT NULL,
    subject_id bigint NOT NULL,
    code text NOT NULL,
    answer jsonb DEFAULT '{}'::jsonb NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    user_id bigint
);
ALTER TABLE public.fulfilment_scan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_scan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fulfilment_wave (
    id bigint NOT NULL,
    number text NOT NULL,
    profile text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    printed_at timestamp with time zone,
    finished_at timestamp with time zone,
    company_id bigint NOT NULL,
    owner_id bigint,
    site_id bigint NOT NULL,
    CONSTRAINT fulfilment_wave_state_known CHECK ((state = ANY (ARRAY['cancelled'::text, 'done'::text, 'open'::text, 'picked'::text, 'picking'::text])))
);
ALTER TABLE public.fulfilment_wave ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_wave_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.money_account (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    CONSTRAINT money_account_kind_known CHECK ((kind = ANY (ARRAY['asset'::text, 'clearing'::text, 'equity'::text, 'expense'::text, 'income'::text, 'liability'::text])))
);
ALTER TABLE public.money_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.money_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.money_balance (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    minor bigint DEFAULT 0 NOT NULL,
    account_id bigint NOT NULL,
    slot smallint DEFAULT 0 NOT NULL,
    CONSTRAINT money_balance_currency_code CHECK (((currency)::text ~ '^[A-Z]{3}$'::text))
)
WITH (fillfactor='80');
ALTER TABLE public.money_balance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.money_balance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.money_entry (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    key text NOT NULL,
    request_hash character varying(64) NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    actor_id bigint,
    actor_name text NOT NULL,
    ref_kind text DEFAULT ''::text NOT NULL,
    ref_id bigint,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    business_date date NOT NULL,
    reverses_id bigint,
    CONSTRAINT money_entry_hash_is_sha256 CHECK (((request_hash)::text ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT money_entry_key_length CHECK ((key ~ '^.{1,200}$'::text)),
    CONSTRAINT money_entry_not_own_reversal CHECK (((NOT ((reverses_id = id) AND (reverses_id IS NOT NULL))) OR (reverses_id IS NULL)))
);
ALTER TABLE public.money_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.money_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.money_transfer (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    entry_id bigint NOT NULL,
    source_id bigint NOT NULL,
    target_id bigint NOT NULL,
    CONSTRAINT money_transfer_currency_code CHECK (((currency)::text ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT money_transfer_goes_elsewhere CHECK ((NOT (source_id = target_id))),
    CONSTRAINT money_transfer_minor_above_zero CHECK ((minor > 0))
);
CREATE VIEW public.money_leg WITH (security_invoker='true') AS
 SELECT money_transfer.entry_id,
    money_transfer."position",
    money_transfer.target_id AS account_id,
    money_transfer.currency,
    money_transfer.minor
   FROM public.money_transfer
UNION ALL
 SELECT money_transfer.entry_id,
    money_transfer."position",
    money_transfer.source_id AS account_id,
    money_transfer.currency,
    (- money_transfer.minor) AS minor
   FROM public.money_transfer;
ALTER TABLE public.money_transfer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.money_transfer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW public.money_transfer_line WITH (security_invoker='true') AS
 SELECT e.company_id,
    t.id AS transfer_id,
    t.entry_id,
    e.at,
    e.business_date,
    e.kind,
    e.actor_id,
    e.actor_name,
    e.ref_kind,
    e.ref_id,
    s.code AS source_account,
    g.code AS target_account,
    t.minor,
    t.currency
   FROM (((public.money_transfer t
     JOIN public.money_entry e ON ((e.id = t.entry_id)))
     JOIN public.money_account s ON ((s.id = t.source_id)))
     JOIN public.money_account g ON ((g.id = t.target_id)));
CREATE TABLE public.orders_demand (
    id bigint NOT NULL,
    quantity_each integer NOT NULL,
    quantity integer NOT NULL,
    sku_id bigint NOT NULL,
    order_id bigint NOT NULL,
    line_id bigint NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    CONSTRAINT orders_demand_quantity_positive CHECK (((quantity_each > 0) AND (quantity >= 0)))
);
ALTER TABLE public.orders_demand ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_demand_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_draft (
    id bigint NOT NULL,
    number integer NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    quote_number text,
    revision integer DEFAULT 0 NOT NULL,
    quoted_at timestamp with time zone,
    valid_until date,
    purchase_order text DEFAULT ''::text NOT NULL,
    ship_by date,
    note text DEFAULT ''::text NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    payment text DEFAULT 'prepaid'::text NOT NULL,
    currency character varying(3) NOT NULL,
    prices_include_tax boolean NOT NULL,
    delivery_method text DEFAULT ''::text NOT NULL,
    delivery_minor bigint DEFAULT 0 NOT NULL,
    delivery_rate numeric(9,6) DEFAULT 0 NOT NULL,
    delivery_tax_minor bigint DEFAULT 0 NOT NULL,
    net_minor bigint,
    tax_minor bigint,
    total_minor bigint,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    bill_to_id bigint,
    company_id bigint NOT NULL,
    copied_from_id bigint,
    customer_id bigint,
    order_id bigint,
    ship_to_id bigint,
    taken_by_id bigint,
    CONSTRAINT orders_draft_delivery_not_negative CHECK ((delivery_minor >= 0)),
    CONSTRAINT orders_draft_payment_known CHECK ((payment = ANY (ARRAY['prepaid'::text, 'terms'::text]))),
    CONSTRAINT orders_draft_quote_whole CHECK (((NOT (state = ANY (ARRAY['quoted'::text, 'expired'::text]))) OR ((quote_number IS NOT NULL) AND (total_minor IS NOT NULL) AND (valid_until IS NOT NULL)))),
    CONSTRAINT orders_draft_state_known CHECK ((state = ANY (ARRAY['accepted'::text, 'draft'::text, 'expired'::text, 'quoted'::text, 'withdrawn'::text]))),
    CONSTRAINT orders_draft_total_adds_up CHECK ((total_minor = (net_minor + tax_minor)))
);
ALTER TABLE public.orders_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_draftline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    quantity integer NOT NULL,
    list_price numeric(18,6),
    unit_price numeric(18,6),
    discount_rate numeric(9,6) DEFAULT 0 NOT NULL,
    discount_minor bigint DEFAULT 0 NOT NULL,
    override_reason text DEFAULT ''::text NOT NULL,
    override_words text DEFAULT ''::text NOT NULL,
    old_price numeric(18,6),
    tax_rate numeric(9,6),
    net_minor bigint,
    tax_minor bigint,
    gross_minor bigint,
    draft_id bigint NOT NULL,
    overridden_by_id bigint,
    sku_id bigint NOT NULL,
    CONSTRAINT orders_draftline_adds_up CHECK ((gross_minor = (net_minor + tax_minor))),
    CONSTRAINT orders_draftline_other_price_has_reason CHECK (((NOT (override_reason = ''::text)) OR ((discount_minor = 0) AND (discount_rate = (0)::numeric) AND (unit_price = list_price)) OR ((discount_minor = 0) AND (discount_rate = (0)::numeric) AND (list_price IS NULL) AND (unit_price IS NULL)))),
    CONSTRAINT orders_draftline_price_sane CHECK (((discount_minor >= 0) AND ((discount_rate >= (0)::numeric) AND (discount_rate <= (1)::numeric)) AND ((unit_price IS NULL) OR (unit_price >= (0)::numeric)))),
    CONSTRAINT orders_draftline_quantity_positive CHECK ((quantity > 0))
);
ALTER TABLE public.orders_draftline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_draftline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_hold (
    id bigint NOT NULL,
    state text DEFAULT 'placed'::text NOT NULL,
    reason text NOT NULL,
    detail text DEFAULT ''::text NOT NULL,
    placed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    due_at timestamp with time zone,
    released_at timestamp with time zone,
    owner_id bigint,
    placed_by_id bigint,
    order_id bigint NOT NULL,
    CONSTRAINT orders_hold_state_known CHECK ((state = ANY (ARRAY['placed'::text, 'released'::text])))
);
ALTER TABLE public.orders_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_order (
    id bigint NOT NULL,
    external_id text NOT NULL,
    external_name text DEFAULT ''::text NOT NULL,
    number text NOT NULL,
    mode text DEFAULT 'live'::text NOT NULL,
    fulfilled_by text DEFAULT 'us'::text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    payment_state text DEFAULT 'pending'::text NOT NULL,
    allocation_state text DEFAULT 'unallocated'::text NOT NULL,
    fulfilment_state text DEFAULT 'unreleased'::text NOT NULL,
    site_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    on_hold boolean DEFAULT false NOT NULL,
    is_test boolean DEFAULT false NOT NULL,
    has_unknown_sku boolean DEFAULT false NOT NULL,
    has_bad_address boolean DEFAULT false NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    external_updated_at timestamp with time zone,
    content_sha256 text DEFAULT ''::text NOT NULL,
    ship_by timestamp with time zone,
    deliver_by timestamp with time zone,
    shipped_at timestamp with time zone,
    closed_at timestamp with time zone,
    priority smallint DEFAULT 0 NOT NULL,
    delivery_method text DEFAULT ''::text NOT NULL,
    customer_note text DEFAULT ''::text NOT NULL,
    gift_message text DEFAULT ''::text NOT NULL,
    purchase_order text DEFAULT ''::text NOT NULL,
    invoice_issuer text DEFAULT 'us'::text NOT NULL,
    tax_remitter text DEFAULT 'us'::text NOT NULL,
    prices_include_tax boolean DEFAULT true NOT NULL,
    currency character varying(3) NOT NULL,
    net_minor bigint DEFAULT 0 NOT NULL,
    tax_minor bigint DEFAULT 0 NOT NULL,
    total_minor bigint DEFAULT 0 NOT NULL,
    shipping_minor bigint DEFAULT 0 NOT NULL,
    units integer DEFAULT 0 NOT NULL,
    line_count integer DEFAULT 0 NOT NULL,
    assigned_to_id bigint,
    bill_to_id bigint,
    channel_id bigint NOT NULL,
    company_id bigint NOT NULL,
    customer_id bigint,
    imported_in_id bigint,
    ship_to_id bigint,
    delivery_chosen text DEFAULT ''::text NOT NULL,
    preferred_site_id bigint,
    told_ship_to_id bigint,
    terms_days integer,
    CONSTRAINT orders_order_allocation_state_known CHECK ((allocation_state = ANY (ARRAY['allocated'::text, 'not_needed'::text, 'short'::text, 'unallocated'::text]))),
    CONSTRAINT orders_order_fulfilled_by_known CHECK ((fulfilled_by = ANY (ARRAY['us'::text, 'marketplace'::text, 'till'::text, 'supplier'::text, '3pl'::text, 'nobody'::text]))),
    CONSTRAINT orders_order_fulfilment_state_known CHECK ((fulfilment_state = ANY (ARRAY['elsewhere'::text, 'nothing'::text, 'packed'::text, 'packing'::text, 'part_shipped'::text, 'picked'::text, 'picking'::text, 'released'::text, 'shipped'::text, 'unreleased'::text]))),
    CONSTRAINT orders_order_history_takes_no_stock CHECK (((mode = 'live'::text) OR (allocation_state = 'not_needed'::text))),
    CONSTRAINT orders_order_mode_known CHECK ((mode = ANY (ARRAY['history'::text, 'live'::text, 'listening'::text]))),
    CONSTRAINT orders_order_payment_state_known CHECK ((payment_state = ANY (ARRAY['authorised'::text, 'captured'::text, 'cod'::text, 'guaranteed'::text, 'part_refunded'::text, 'pending'::text, 'refunded'::text, 'terms'::text, 'voided'::text]))),
    CONSTRAINT orders_order_state_known CHECK ((state = ANY (ARRAY['cancelled'::text, 'closed'::text, 'open'::text]))),
    CONSTRAINT orders_order_total_adds_up CHECK ((total_minor = (net_minor + tax_minor)))
);
ALTER TABLE public.orders_order ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_orderline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    external_id text DEFAULT ''::text NOT NULL,
    kind text DEFAULT 'goods'::text NOT NULL,
    sku_text text DEFAULT ''::text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    quantity integer NOT NULL,
    cancelled integer DEFAULT 0 NOT NULL,
    shipped_before integer DEFAULT 0 NOT NULL,
    unit_price numeric(18,6) NOT NULL,
    discount_minor bigint DEFAULT 0 NOT NULL,
    tax_rate numeric(9,6) DEFAULT 0 NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    gross_minor bigint NOT NULL,
    ships boolean DEFAULT true NOT NULL,
    personalisation jsonb DEFAULT '[]'::jsonb NOT NULL,
    order_id bigint NOT NULL,
    sku_id bigint,
    CONSTRAINT orders_orderline_adds_up CHECK ((gross_minor = (net_minor + tax_minor))),
    CONSTRAINT orders_orderline_cancelled_within CHECK (((cancelled >= 0) AND (cancelled <= quantity))),
    CONSTRAINT orders_orderline_kind_known CHECK ((kind = ANY (ARRAY['goods'::text, 'shipping'::text, 'gift_card'::text, 'service'::text, 'digital'::text, 'tip'::text, 'fee'::text, 'discount'::text, 'difference'::text]))),
    CONSTRAINT orders_orderline_quantity_positive CHECK ((quantity > 0))
);
ALTER TABLE public.orders_orderline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_orderline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_ordernote (
    id bigint NOT NULL,
    text text NOT NULL,
    written_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    author_id bigint,
    order_id bigint NOT NULL
);
ALTER TABLE public.orders_ordernote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_ordernote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_ordertag (
    id bigint NOT NULL,
    tag text NOT NULL,
    order_id bigint NOT NULL,
    company_id bigint NOT NULL,
    placed_at timestamp with time zone NOT NULL
);
ALTER TABLE public.orders_ordertag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_ordertag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orders_quotepaper (
    id bigint NOT NULL,
    revision integer NOT NULL,
    name text NOT NULL,
    valid_until date NOT NULL,
    total_minor bigint NOT NULL,
    sha256 text NOT NULL,
    pdf bytea NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    draft_id bigint NOT NULL
);
ALTER TABLE public.orders_quotepaper ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_quotepaper_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.partners_supplier (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    currency character varying(3) DEFAULT ''::character varying NOT NULL,
    lead_time_days integer,
    contact text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    contact_erased_at timestamp with time zone,
    company_id bigint NOT NULL,
    CONSTRAINT partners_supplier_currency_shape CHECK ((((currency)::text = ''::text) OR ((currency)::text ~ '^[A-Z]{3}$'::text))),
    CONSTRAINT partners_supplier_erased_is_empty CHECK (((contact_erased_at IS NULL) OR ((contact = ''::text) AND (email = ''::text) AND (phone = ''::text)))),
    CONSTRAINT partners_supplier_lead_time_possible CHECK (((lead_time_days IS NULL) OR ((lead_time_days >= 0) AND (lead_time_days <= 730)))),
    CONSTRAINT partners_supplier_named CHECK (((NOT (code = ''::text)) AND (NOT (name = ''::text))))
);
ALTER TABLE public.partners_supplier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.partners_supplier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payments_payment (
    id bigint NOT NULL,
    external_id text NOT NULL,
    kind text DEFAULT 'other'::text NOT NULL,
    gateway text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'pending'::text NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    order_id bigint NOT NULL,
    CONSTRAINT payments_payment_kind_known CHECK ((kind = ANY (ARRAY['card'::text, 'wallet'::text, 'transfer'::text, 'terms'::text, 'cod'::text, 'cash'::text, 'marketplace'::text, 'gift_card'::text, 'other'::text]))),
    CONSTRAINT payments_payment_not_negative CHECK ((amount_minor >= 0)),
    CONSTRAINT payments_payment_state_known CHECK ((state = ANY (ARRAY['authorised'::text, 'captured'::text, 'failed'::text, 'pending'::text, 'refunded'::text, 'voided'::text])))
);
ALTER TABLE public.payments_payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payments_refund (
    id bigint NOT NULL,
    external_id text NOT NULL,
    amount_minor bigint NOT NULL,
    ours_minor bigint NOT NULL,
    concession_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    order_id bigint NOT NULL,
    CONSTRAINT payments_refund_parts_within CHECK (((amount_minor > 0) AND (ours_minor >= 0) AND (concession_minor >= 0) AND (amount_minor >= (ours_minor + concession_minor))))
);
ALTER TABLE public.payments_refund ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_refund_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.purchasing_purchaseline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    ordered integer NOT NULL,
    received integer DEFAULT 0 NOT NULL,
    cancelled integer DEFAULT 0 NOT NULL,
    unit_cost numeric(18,6),
    expected_on date,
    sku_id bigint NOT NULL,
    order_id bigint NOT NULL,
    CONSTRAINT purchasing_purchaseline_cancels_what_is_left CHECK (((cancelled = 0) OR (ordered >= (received + cancelled)))),
    CONSTRAINT purchasing_purchaseline_cost_possible CHECK (((unit_cost IS NULL) OR (unit_cost >= (0)::numeric))),
    CONSTRAINT purchasing_purchaseline_not_negative CHECK (((ordered > 0) AND (received >= 0) AND (cancelled >= 0)))
);
ALTER TABLE public.purchasing_purchaseline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.purchasing_purchaseline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.purchasing_purchaseorder (
    id bigint NOT NULL,
    number text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    currency character varying(3) NOT NULL,
    ordered_on date,
    expected_on date,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    imported_in_id bigint,
    site_id bigint NOT NULL,
    supplier_id bigint NOT NULL,
    CONSTRAINT purchasing_purchaseorder_currency_shape CHECK (((currency)::text ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT purchasing_purchaseorder_numbered CHECK ((NOT (number = ''::text))),
    CONSTRAINT purchasing_purchaseorder_state_known CHECK ((state = ANY (ARRAY['cancelled'::text, 'closed'::text, 'open'::text])))
);
ALTER TABLE public.purchasing_purchaseorder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.purchasing_purchaseorder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.records_claim (
    id bigint NOT NULL,
    key character varying(300) NOT NULL,
    request_hash character varying(64) NOT NULL,
    state character varying(20) DEFAULT 'claimed'::character varying NOT NULL,
    answer jsonb,
    attempt integer DEFAULT 1 NOT NULL,
    claimed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT records_claim_state_known CHECK (((state)::text = ANY ((ARRAY['claimed'::character varying, 'done'::character varying, 'failed'::character varying, 'unknown'::character varying])::text[])))
);
ALTER TABLE public.records_claim ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_claim_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.records_counter (
    id bigint NOT NULL,
    series character varying(120) NOT NULL,
    last_number bigint DEFAULT 0 NOT NULL,
    CONSTRAINT records_counter_not_negative CHECK ((last_number >= 0))
);
ALTER TABLE public.records_counter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_counter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.records_event (
    id bigint NOT NULL,
    kind character varying(100) NOT NULL,
    subject_kind character varying(60) NOT NULL,
    subject_id bigint NOT NULL,
    from_state character varying(40) DEFAULT ''::character varying NOT NULL,
    to_state character varying(40) DEFAULT ''::character varying NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    actor_id bigint,
    actor_name character varying(60) NOT NULL,
    way character varying(10) NOT NULL,
    reason character varying(500) DEFAULT ''::character varying NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    company_id bigint,
    CONSTRAINT records_event_kind_form CHECK (((kind)::text ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'::text)),
    CONSTRAINT records_event_subject_form CHECK (((subject_kind)::text ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'::text))
);
ALTER TABLE public.records_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.records_job (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    title character varying(200) NOT NULL,
    state character varying(20) DEFAULT 'queued'::character varying NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint,
    note character varying(500) DEFAULT ''::character varying NOT NULL,
    result jsonb DEFAULT '{}'::jsonb NOT NULL,
    error_count bigint DEFAULT 0 NOT NULL,
    fence integer DEFAULT 0 NOT NULL,
    actor_id bigint,
    actor_name character varying(60) NOT NULL,
    way character varying(10) NOT NULL,
    company_id bigint,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    heartbeat_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT records_job_done_not_negative CHECK ((done >= 0)),
    CONSTRAINT records_job_done_within_total CHECK (((total IS NULL) OR (done <= total))),
    CONSTRAINT records_job_state_known CHECK (((state)::text = ANY ((ARRAY['cancelled'::character varying, 'done'::character varying, 'failed'::character varying, 'paused'::character varying, 'queued'::character varying, 'running'::character varying])::text[])))
);
CREATE TABLE public.records_job_error (
    id bigint NOT NULL,
    row_number bigint NOT NULL,
    field character varying(200) DEFAULT ''::character varying NOT NULL,
    found text DEFAULT ''::text NOT NULL,
    sentence text NOT NULL,
    job_id bigint NOT NULL
);
ALTER TABLE public.records_job_error ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_job_error_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.records_job ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.records_setting (
    id bigint NOT NULL,
    company_id bigint,
    domain character varying(40) NOT NULL,
    key character varying(60) NOT NULL,
    value jsonb NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
ALTER TABLE public.records_setting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_setting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_evaluation (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    cause text NOT NULL,
    facts jsonb NOT NULL,
    verdicts jsonb NOT NULL,
    wants jsonb DEFAULT '[]'::jsonb NOT NULL,
    matched bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    acted bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    company_id bigint NOT NULL,
    order_id bigint NOT NULL,
    run_id bigint,
    CONSTRAINT rules_evaluation_cause_known CHECK ((cause = ANY (ARRAY['accepted'::text, 'changed'::text, 'by_hand'::text])))
);
ALTER TABLE public.rules_evaluation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_evaluation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_rule (
    id bigint NOT NULL,
    state text DEFAULT 'off'::text NOT NULL,
    "position" integer NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    switched_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT rules_rule_state_known CHECK ((state = ANY (ARRAY['off'::text, 'on'::text, 'retired'::text])))
);
ALTER TABLE public.rules_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_run (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    orders integer DEFAULT 0 NOT NULL,
    undone_at timestamp with time zone,
    by_id bigint,
    rule_id bigint NOT NULL,
    version_id bigint NOT NULL
);
ALTER TABLE public.rules_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_version (
    id bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    content jsonb NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    made_by_id bigint,
    rule_id bigint NOT NULL,
    CONSTRAINT rules_version_number_positive CHECK ((number > 0))
);
ALTER TABLE public.rules_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stock_balance (
    id bigint NOT NULL,
    item_id bigint NOT NULL,
    lot_id bigint DEFAULT 0 NOT NULL,
    on_hand numeric(18,6) DEFAULT 0 NOT NULL,
    unbounded boolean NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT stock_balance_lot_is_id CHECK ((lot_id >= 0)),
    CONSTRAINT stock_balance_not_negative CHECK (((on_hand >= (0)::numeric) OR unbounded))
)
WITH (fillfactor='80');
ALTER TABLE public.stock_balance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stock_balance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stock_entry (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    key text NOT NULL,
    request_hash character varying(64) NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    actor_id bigint,
    actor_name text NOT NULL,
    ref_kind text DEFAULT ''::text NOT NULL,
    ref_id bigint,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    reverses_id bigint,
    CONSTRAINT stock_entry_hash_is_sha256 CHECK (((request_hash)::text ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT stock_entry_key_length CHECK ((key ~ '^.{1,200}$'::text)),
    CONSTRAINT stock_entry_not_own_reversal CHECK (((NOT ((reverses_id = id) AND (reverses_id IS NOT NULL))) OR (reverses_id IS NULL)))
);
ALTER TABLE public.stock_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stock_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stock_move (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    item_id bigint NOT NULL,
    lot_id bigint,
    quantity numeric(18,6) NOT NULL,
    entry_id bigint NOT NULL,
    source_id bigint NOT NULL,
    target_id bigint NOT NULL,
    CONSTRAINT stock_move_goes_elsewhere CHECK ((NOT (source_id = target_id))),
    CONSTRAINT stock_move_lot_is_id CHECK (((lot_id IS NULL) OR (lot_id > 0))),
    CONSTRAINT stock_move_quantity_above_zero CHECK ((quantity > (0)::numeric))
);
CREATE VIEW public.stock_leg WITH (security_invoker='true') AS
 SELECT stock_move.entry_id,
    stock_move."position",
    stock_move.target_id AS place_id,
    stock_move.item_id,
    stock_move.lot_id,
    stock_move.quantity
   FROM public.stock_move
UNION ALL
 SELECT stock_move.entry_id,
    stock_move."position",
    stock_move.source_id AS place_id,
    stock_move.item_id,
    stock_move.lot_id,
    (- stock_move.quantity) AS quantity
   FROM public.stock_move;
ALTER TABLE public.stock_move ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stock_move_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stock_place (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    unbounded boolean NOT NULL,
    CONSTRAINT stock_place_kind_known CHECK ((kind = ANY (ARRAY['bin'::text, 'customer'::text, 'dispatch'::text, 'external'::text, 'loss'::text, 'opening'::text, 'packing'::text, 'quarantine'::text, 'supplier'::text, 'tote'::text, 'transit'::text]))),
    CONSTRAINT stock_place_only_outside_unbounded CHECK ((((kind = ANY (ARRAY['customer'::text, 'external'::text, 'loss'::text, 'opening'::text, 'supplier'::text])) AND unbounded) OR ((NOT (kind = ANY (ARRAY['customer'::text, 'external'::text, 'loss'::text, 'opening'::text, 'supplier'::text]))) AND (NOT unbounded))))
);
CREATE VIEW public.stock_move_line WITH (security_invoker='true') AS
 SELECT e.company_id,
    m.id AS move_id,
    m.entry_id,
    e.at,
    e.kind,
    e.actor_id,
    e.actor_name,
    e.ref_kind,
    e.ref_id,
    m.item_id,
    m.lot_id,
    trim_scale(m.quantity) AS quantity,
    m.source_id,
    s.kind AS source_kind,
    s.code AS source_code,
    m.target_id,
    t.kind AS target_kind,
    t.code AS target_code
   FROM (((public.stock_move m
     JOIN public.stock_entry e ON ((e.id = m.entry_id)))
     JOIN public.stock_place s ON ((s.id = m.source_id)))
     JOIN public.stock_place t ON ((t.id = m.target_id)));
ALTER TABLE public.stock_place ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stock_place_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_allocation (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    state text DEFAULT 'soft'::text NOT NULL,
    lot_id bigint,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    demand_id bigint NOT NULL,
    order_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    location_id bigint,
    site_id bigint NOT NULL,
    CONSTRAINT warehouse_allocation_hard_has_location CHECK (((NOT (state = ANY (ARRAY['hard'::text, 'picked'::text]))) OR (location_id IS NOT NULL))),
    CONSTRAINT warehouse_allocation_quantity_positive CHECK ((quantity > 0)),
    CONSTRAINT warehouse_allocation_state_known CHECK ((state = ANY (ARRAY['freed'::text, 'hard'::text, 'picked'::text, 'shipped'::text, 'soft'::text])))
);
ALTER TABLE public.warehouse_allocation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_allocation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_channelsite (
    id bigint NOT NULL,
    "position" smallint DEFAULT 0 NOT NULL,
    channel_id bigint NOT NULL,
    site_id bigint NOT NULL
);
ALTER TABLE public.warehouse_channelsite ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_channelsite_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_checkouthold (
    id bigint NOT NULL,
    token text NOT NULL,
    state text DEFAULT 'granted'::text NOT NULL,
    granted_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    channel_id bigint NOT NULL,
    company_id bigint NOT NULL,
    order_id bigint,
    CONSTRAINT warehouse_checkouthold_named CHECK ((NOT (token = ''::text))),
    CONSTRAINT warehouse_checkouthold_state_known CHECK ((state = ANY (ARRAY['expired'::text, 'granted'::text, 'lost'::text, 'released'::text, 'used'::text])))
);
ALTER TABLE public.warehouse_checkouthold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_checkouthold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_cutoff (
    id bigint NOT NULL,
    carrier text NOT NULL,
    service text DEFAULT ''::text NOT NULL,
    at time without time zone NOT NULL,
    weekdays jsonb DEFAULT '[1, 2, 3, 4, 5]'::jsonb NOT NULL,
    site_id bigint NOT NULL
);
ALTER TABLE public.warehouse_cutoff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_cutoff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_heldstock (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    hold_id bigint NOT NULL,
    site_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT warehouse_heldstock_quantity_positive CHECK ((quantity > 0))
);
ALTER TABLE public.warehouse_heldstock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_heldstock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_location (
    id bigint NOT NULL,
    kind text NOT NULL,
    zone text DEFAULT ''::text NOT NULL,
    code text NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    sellable boolean DEFAULT true NOT NULL,
    company_id bigint NOT NULL,
    place_id bigint NOT NULL,
    site_id bigint,
    CONSTRAINT warehouse_location_kind_known CHECK ((kind = ANY (ARRAY['bin'::text, 'tote'::text, 'packing'::text, 'dispatch'::text, 'quarantine'::text, 'supplier'::text, 'customer'::text, 'loss'::text, 'transit'::text, 'external'::text, 'opening'::text])))
);
ALTER TABLE public.warehouse_location ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_location_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_opening (
    id bigint NOT NULL,
    source text NOT NULL,
    meaning text NOT NULL,
    figure integer NOT NULL,
    as_of timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by_import bigint,
    company_id bigint NOT NULL,
    imported_in_id bigint NOT NULL,
    location_id bigint NOT NULL,
    site_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    unit_cost numeric(20,6),
    CONSTRAINT warehouse_opening_meaning_known CHECK ((meaning = ANY (ARRAY['available'::text, 'on_hand'::text]))),
    CONSTRAINT warehouse_opening_source_known CHECK ((source = ANY (ARRAY['product'::text, 'stock'::text])))
);
ALTER TABLE public.warehouse_opening ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_opening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_openingshare (
    id bigint NOT NULL,
    pieces integer NOT NULL,
    demand_id bigint NOT NULL,
    opening_id bigint NOT NULL,
    CONSTRAINT warehouse_openingshare_positive CHECK ((pieces > 0))
);
ALTER TABLE public.warehouse_openingshare ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_openingshare_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_site (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    profile text DEFAULT 'paper'::text NOT NULL,
    timezone text NOT NULL,
    country text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    hours jsonb DEFAULT '{}'::jsonb NOT NULL,
    holidays jsonb DEFAULT '[]'::jsonb NOT NULL,
    handling_days smallint DEFAULT 1 NOT NULL,
    address jsonb DEFAULT '{}'::jsonb NOT NULL,
    active boolean DEFAULT true NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT warehouse_site_profile_known CHECK ((profile = ANY (ARRAY['paper'::text, 'scan_to_pack'::text, 'full'::text])))
);
ALTER TABLE public.warehouse_site ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warehouse_stock (
    id bigint NOT NULL,
    on_hand integer DEFAULT 0 NOT NULL,
    unsellable integer DEFAULT 0 NOT NULL,
    allocated integer DEFAULT 0 NOT NULL,
    counted_at timestamp with time zone,
    site_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT warehouse_stock_not_negative CHECK (((on_hand >= 0) AND (unsellable >= 0) AND (allocated >= 0))),
    CONSTRAINT warehouse_stock_not_oversold CHECK ((on_hand >= (unsellable + allocated)))
);
ALTER TABLE public.warehouse_stock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warehouse_stock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0002_cache', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0003_inbox', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0004_without_unused_notes', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0005_device_pins', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0006_closed_demo', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0007_comments', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0008_shift_notes', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('access', '0009_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0002_email_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0003_alter_emailaddress_create_unique_verified_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0004_alter_emailaddress_drop_unique_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0005_emailaddress_idx_upper_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0006_emailaddress_lower', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0007_emailaddress_idx_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0008_emailaddress_unique_primary_email_fixup', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0009_emailaddress_unique_primary_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('contenttypes', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('contenttypes', '0002_remove_content_type_name', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0002_alter_permission_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0003_alter_user_email_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0004_alter_user_username_opts', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0005_alter_user_last_login_null', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0006_require_contenttypes_0002', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0008_alter_user_username_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0010_alter_group_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0011_update_proxy_permissions', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0002_auto_20151217_2044', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0003_auto_20160322_0929', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0004_auto_20181024_1538', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0005_remove_accessattempt_trusted', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0006_remove_accesslog_trusted', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0007_alter_accessattempt_unique_together', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0008_accessfailurelog', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0009_add_session_hash', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('axes', '0010_accessattemptexpiration', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('customers', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('catalog', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('channels', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0002_rules_steer', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('customers', '0002_terms', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0003_told_address', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0004_difference_line', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0005_terms', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('customers', '0003_restricted', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0006_drafts', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0007_quote_papers', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('customers', '0004_found_by_letters', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('channels', '0002_order_history', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('channels', '0003_comparisons', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0008_found_and_paged', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('channels', '0004_templates', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('channels', '0005_parallel_run', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0009_listening', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('customers', '0005_people_found_by_letters', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0010_left_by_day', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0011_walked_by_tag_and_sku', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0012_found_by_service_and_sender', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('customers', '0006_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('channels', '0006_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('catalog', '0002_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('orders', '0013_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stock', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stock', '0002_guards', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('warehouse', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('fulfilment', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('billing', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('billing', '0002_credit_notes_and_refunds', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('billing', '0003_terms', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('billing', '0004_series_go_on', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('billing', '0005_open_receivables', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('billing', '0006_opening_balances', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('billing', '0007_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('fulfilment', '0002_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('mfa', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('mfa', '0002_authenticator_timestamps', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('mfa', '0003_authenticator_type_uniq', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('money', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('money', '0002_guards', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('money', '0003_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('partners', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('partners', '0002_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('payments', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('payments', '0002_credit_notes_and_refunds', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('payments', '0003_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0002_drop_started_at_column', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0003_drop_started_at_column', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0004_drop_procrastinate_version_table', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0005_fix_procrastinate_fetch_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0006_fix_trigger_status_events_insert', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0007_add_queueing_lock_column', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0008_close_fetch_job_race_condition', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0009_add_defer_job_function', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0010_add_procrastinate_periodic_defers', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0011_add_foreign_key_index', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0012_add_locks_to_periodic_defer', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0013_fix_procrastinate_defer_periodic_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0014_add_finish_job_and_retry_job_functions', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0015_add_trigger_on_job_deletion', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0016_delete_finished_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0017_add_checks_to_finish_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0018_add_checks_to_retry_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0019_fix_finish_job_compat_issue', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0020_add_index_on_procrastinate_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0021_add_kwargs_to_defer_periodic_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0022_null_locks_excluded', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0023_remove_old_finish_job_function', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0024_job_id_bigint', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0025_add_models', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0026_add_job_priority', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0027_add_periodic_job_priority', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0028_add_cancel_states', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0029_add_additional_params_to_retry_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0030_alter_procrastinateevent_options', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0031_add_indexes_for_fetch_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0032_pre_cancel_notification', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0033_post_cancel_notification', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0034_pre_add_heartbeat', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0035_post_add_heartbeat', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0036_add_worker_model', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0037_pre_batch_defer_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0038_post_batch_defer_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0039_pre_priority_lock_fetch_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0040_pre_retry_failed_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0041_post_retry_failed_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('warehouse', '0002_openings', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('warehouse', '0003_opening_costs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('purchasing', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('purchasing', '0002_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('records', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('records', '0002_append_only', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('records', '0003_events_of_kind', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('records', '0004_statistics', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('records', '0005_take_ids', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('rules', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('rules', '0002_versions_stay', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('rules', '0003_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('sessions', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('usersessions', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('warehouse', '0004_each_index_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('warehouse', '0005_checkout_holds', now());
ALTER TABLE ONLY public.access_approval
    ADD CONSTRAINT access_approval_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_cache
    ADD CONSTRAINT access_cache_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.access_comment
    ADD CONSTRAINT access_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_company
    ADD CONSTRAINT access_company_code_once UNIQUE (code);
ALTER TABLE ONLY public.access_company
    ADD CONSTRAINT access_company_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_devicepin
    ADD CONSTRAINT access_devicepin_once UNIQUE (user_id, device_sha256);
ALTER TABLE ONLY public.access_devicepin
    ADD CONSTRAINT access_devicepin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_mention
    ADD CONSTRAINT access_mention_once UNIQUE (comment_id, person_id);
ALTER TABLE ONLY public.access_mention
    ADD CONSTRAINT access_mention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_rolegrant
    ADD CONSTRAINT access_rolegrant_once UNIQUE NULLS NOT DISTINCT (user_id, company_id, role, site_id);
ALTER TABLE ONLY public.access_rolegrant
    ADD CONSTRAINT access_rolegrant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_savedview
    ADD CONSTRAINT access_savedview_name_once UNIQUE NULLS NOT DISTINCT (company_id, list_name, user_id, name);
ALTER TABLE ONLY public.access_savedview
    ADD CONSTRAINT access_savedview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_shiftnote
    ADD CONSTRAINT access_shiftnote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_signinlink
    ADD CONSTRAINT access_signinlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_signinlink
    ADD CONSTRAINT access_signinlink_token_once UNIQUE (token_sha256);
ALTER TABLE ONLY public.access_task
    ADD CONSTRAINT access_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_taskroute
    ADD CONSTRAINT access_taskroute_once UNIQUE NULLS NOT DISTINCT (company_id, kind, site_id);
ALTER TABLE ONLY public.access_taskroute
    ADD CONSTRAINT access_taskroute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_user
    ADD CONSTRAINT access_user_email_once UNIQUE (email);
ALTER TABLE ONLY public.access_user
    ADD CONSTRAINT access_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq UNIQUE (username, ip_address, user_agent);
ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptexpiration_pkey PRIMARY KEY (access_attempt_id);
ALTER TABLE ONLY public.axes_accessfailurelog
    ADD CONSTRAINT axes_accessfailurelog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accesslog
    ADD CONSTRAINT axes_accesslog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_creditnote
    ADD CONSTRAINT billing_creditnote_key_once UNIQUE (company_id, key);
ALTER TABLE ONLY public.billing_creditnote
    ADD CONSTRAINT billing_creditnote_number_once UNIQUE (series_id, number);
ALTER TABLE ONLY public.billing_creditnote
    ADD CONSTRAINT billing_creditnote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_creditnotedocument
    ADD CONSTRAINT billing_creditnotedocument_credit_note_id_key UNIQUE (credit_note_id);
ALTER TABLE ONLY public.billing_creditnotedocument
    ADD CONSTRAINT billing_creditnotedocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_creditnoteline
    ADD CONSTRAINT billing_creditnoteline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_creditnoteline
    ADD CONSTRAINT billing_creditnoteline_position_once UNIQUE (credit_note_id, "position");
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_key_once UNIQUE (company_id, key);
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_number_once UNIQUE (series_id, number);
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_invoicedocument
    ADD CONSTRAINT billing_invoicedocument_invoice_id_key UNIQUE (invoice_id);
ALTER TABLE ONLY public.billing_invoicedocument
    ADD CONSTRAINT billing_invoicedocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_position_once UNIQUE (invoice_id, "position");
ALTER TABLE ONLY public.billing_invoicetax
    ADD CONSTRAINT billing_invoicetax_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_invoicetax
    ADD CONSTRAINT billing_invoicetax_rate_once UNIQUE (invoice_id, tax_rate);
ALTER TABLE ONLY public.billing_openingbalance
    ADD CONSTRAINT billing_openingbalance_once UNIQUE (company_id, account, currency);
ALTER TABLE ONLY public.billing_openingbalance
    ADD CONSTRAINT billing_openingbalance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_openreceivable
    ADD CONSTRAINT billing_openreceivable_number_once UNIQUE (company_id, number);
ALTER TABLE ONLY public.billing_openreceivable
    ADD CONSTRAINT billing_openreceivable_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_series
    ADD CONSTRAINT billing_series_code_once UNIQUE (company_id, code);
ALTER TABLE ONLY public.billing_series
    ADD CONSTRAINT billing_series_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.billing_series
    ADD CONSTRAINT billing_series_prefix_once UNIQUE (company_id, prefix);
ALTER TABLE ONLY public.catalog_kitcomponent
    ADD CONSTRAINT catalog_kitcomponent_once UNIQUE (kit_id, component_id);
ALTER TABLE ONLY public.catalog_kitcomponent
    ADD CONSTRAINT catalog_kitcomponent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_handle_once UNIQUE (company_id, handle);
ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_sku
    ADD CONSTRAINT catalog_sku_code_once UNIQUE (company_id, code);
ALTER TABLE ONLY public.catalog_sku
    ADD CONSTRAINT catalog_sku_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_skualias
    ADD CONSTRAINT catalog_skualias_once UNIQUE (company_id, alias);
ALTER TABLE ONLY public.catalog_skualias
    ADD CONSTRAINT catalog_skualias_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_skubarcode
    ADD CONSTRAINT catalog_skubarcode_once UNIQUE (company_id, code);
ALTER TABLE ONLY public.catalog_skubarcode
    ADD CONSTRAINT catalog_skubarcode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_code_once UNIQUE (company_id, code);
ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_prefix_once UNIQUE (company_id, prefix);
ALTER TABLE ONLY public.channels_comparison
    ADD CONSTRAINT channels_comparison_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_difference
    ADD CONSTRAINT channels_difference_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_explanation
    ADD CONSTRAINT channels_explanation_once UNIQUE (channel_id, fingerprint);
ALTER TABLE ONLY public.channels_explanation
    ADD CONSTRAINT channels_explanation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_historydocument
    ADD CONSTRAINT channels_historydocument_once UNIQUE (imported_in_id, document);
ALTER TABLE ONLY public.channels_historydocument
    ADD CONSTRAINT channels_historydocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_historyline
    ADD CONSTRAINT channels_historyline_once UNIQUE (imported_in_id, number);
ALTER TABLE ONLY public.channels_historyline
    ADD CONSTRAINT channels_historyline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_historypair
    ADD CONSTRAINT channels_historypair_once UNIQUE (imported_in_id, number, sale_import_id, sale_number);
ALTER TABLE ONLY public.channels_historypair
    ADD CONSTRAINT channels_historypair_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_import
    ADD CONSTRAINT channels_import_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_importmapping
    ADD CONSTRAINT channels_importmapping_once UNIQUE (company_id, name);
ALTER TABLE ONLY public.channels_importmapping
    ADD CONSTRAINT channels_importmapping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_importrow
    ADD CONSTRAINT channels_importrow_once UNIQUE (imported_in_id, number);
ALTER TABLE ONLY public.channels_importrow
    ADD CONSTRAINT channels_importrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT channels_listing_once UNIQUE (channel_id, external_product, external_variant);
ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT channels_listing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_outgoing
    ADD CONSTRAINT channels_outgoing_once UNIQUE (key);
ALTER TABLE ONLY public.channels_outgoing
    ADD CONSTRAINT channels_outgoing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_parallelday
    ADD CONSTRAINT channels_parallelday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_rawmessage
    ADD CONSTRAINT channels_rawmessage_once UNIQUE (channel_id, delivery_key);
ALTER TABLE ONLY public.channels_rawmessage
    ADD CONSTRAINT channels_rawmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_toldfigure
    ADD CONSTRAINT channels_toldfigure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_external_once UNIQUE (company_id, external_key);
ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_party
    ADD CONSTRAINT customers_party_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmentline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmentorder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_line_once UNIQUE NULLS NOT DISTINCT (fulfilment_order_id, demand_id, allocation_id);
ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_order_number_once UNIQUE (company_id, number);
ALTER TABLE ONLY public.fulfilment_parcel
    ADD CONSTRAINT fulfilment_parcel_number_once UNIQUE (company_id, number);
ALTER TABLE ONLY public.fulfilment_parcel
    ADD CONSTRAINT fulfilment_parcel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fulfilment_parcelline
    ADD CONSTRAINT fulfilment_parcelline_once UNIQUE (parcel_id, line_id);
ALTER TABLE ONLY public.fulfilment_parcelline
    ADD CONSTRAINT fulfilment_parcelline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fulfilment_pick
    ADD CONSTRAINT fulfilment_pick_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fulfilment_scan
    ADD CONSTRAINT fulfilment_scan_once UNIQUE (company_id, client_key);
ALTER TABLE ONLY public.fulfilment_scan
    ADD CONSTRAINT fulfilment_scan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fulfilment_wave
    ADD CONSTRAINT fulfilment_wave_number_once UNIQUE (company_id, number);
ALTER TABLE ONLY public.fulfilment_wave
    ADD CONSTRAINT fulfilment_wave_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_account
    ADD CONSTRAINT money_account_once UNIQUE (company_id, code);
ALTER TABLE ONLY public.money_account
    ADD CONSTRAINT money_account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_balance
    ADD CONSTRAINT money_balance_once UNIQUE (account_id, currency, slot);
ALTER TABLE ONLY public.money_balance
    ADD CONSTRAINT money_balance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_entry
    ADD CONSTRAINT money_entry_key_once UNIQUE (company_id, key);
ALTER TABLE ONLY public.money_entry
    ADD CONSTRAINT money_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_transfer
    ADD CONSTRAINT money_transfer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_transfer
    ADD CONSTRAINT money_transfer_position_once UNIQUE (entry_id, "position");
ALTER TABLE ONLY public.orders_demand
    ADD CONSTRAINT orders_demand_once UNIQUE (line_id, sku_id);
ALTER TABLE ONLY public.orders_demand
    ADD CONSTRAINT orders_demand_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_number_once UNIQUE (company_id, number);
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_order_id_key UNIQUE (order_id);
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_quote_once UNIQUE (company_id, quote_number);
ALTER TABLE ONLY public.orders_draftline
    ADD CONSTRAINT orders_draftline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_draftline
    ADD CONSTRAINT orders_draftline_position_once UNIQUE (draft_id, "position");
ALTER TABLE ONLY public.orders_hold
    ADD CONSTRAINT orders_hold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_external_once UNIQUE (channel_id, external_id);
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_number_once UNIQUE (company_id, number);
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT orders_orderline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT orders_orderline_position_once UNIQUE (order_id, "position");
ALTER TABLE ONLY public.orders_ordernote
    ADD CONSTRAINT orders_ordernote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_ordertag
    ADD CONSTRAINT orders_ordertag_once UNIQUE (order_id, tag);
ALTER TABLE ONLY public.orders_ordertag
    ADD CONSTRAINT orders_ordertag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_quotepaper
    ADD CONSTRAINT orders_quotepaper_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_quotepaper
    ADD CONSTRAINT orders_quotepaper_revision_once UNIQUE (draft_id, revision);
ALTER TABLE ONLY public.partners_supplier
    ADD CONSTRAINT partners_supplier_code_once UNIQUE (company_id, code);
ALTER TABLE ONLY public.partners_supplier
    ADD CONSTRAINT partners_supplier_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_external_once UNIQUE (order_id, external_id);
ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_external_once UNIQUE (order_id, external_id);
ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.purchasing_purchaseline
    ADD CONSTRAINT purchasing_purchaseline_once UNIQUE (order_id, "position");
ALTER TABLE ONLY public.purchasing_purchaseline
    ADD CONSTRAINT purchasing_purchaseline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.purchasing_purchaseorder
    ADD CONSTRAINT purchasing_purchaseorder_number_once UNIQUE (company_id, number);
ALTER TABLE ONLY public.purchasing_purchaseorder
    ADD CONSTRAINT purchasing_purchaseorder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records_claim
    ADD CONSTRAINT records_claim_key UNIQUE (key);
ALTER TABLE ONLY public.records_claim
    ADD CONSTRAINT records_claim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records_counter
    ADD CONSTRAINT records_counter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records_counter
    ADD CONSTRAINT records_counter_series UNIQUE (series);
ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records_job_error
    ADD CONSTRAINT records_job_error_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records_job
    ADD CONSTRAINT records_job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records_setting
    ADD CONSTRAINT records_setting_key UNIQUE NULLS NOT DISTINCT (company_id, domain, key);
ALTER TABLE ONLY public.records_setting
    ADD CONSTRAINT records_setting_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_evaluation
    ADD CONSTRAINT rules_evaluation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_position_once UNIQUE (company_id, "position") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_run
    ADD CONSTRAINT rules_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_version
    ADD CONSTRAINT rules_version_number_once UNIQUE (rule_id, number);
ALTER TABLE ONLY public.rules_version
    ADD CONSTRAINT rules_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_balance
    ADD CONSTRAINT stock_balance_once UNIQUE (place_id, item_id, lot_id);
ALTER TABLE ONLY public.stock_balance
    ADD CONSTRAINT stock_balance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_entry
    ADD CONSTRAINT stock_entry_key_once UNIQUE (company_id, key);
ALTER TABLE ONLY public.stock_entry
    ADD CONSTRAINT stock_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_move
    ADD CONSTRAINT stock_move_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_move
    ADD CONSTRAINT stock_move_position_once UNIQUE (entry_id, "position");
ALTER TABLE ONLY public.stock_place
    ADD CONSTRAINT stock_place_id_unbounded UNIQUE (id, unbounded);
ALTER TABLE ONLY public.stock_place
    ADD CONSTRAINT stock_place_once UNIQUE (company_id, kind, code);
ALTER TABLE ONLY public.stock_place
    ADD CONSTRAINT stock_place_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);
ALTER TABLE ONLY public.warehouse_allocation
    ADD CONSTRAINT warehouse_allocation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_channelsite
    ADD CONSTRAINT warehouse_channelsite_once UNIQUE (channel_id, site_id);
ALTER TABLE ONLY public.warehouse_channelsite
    ADD CONSTRAINT warehouse_channelsite_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_checkouthold
    ADD CONSTRAINT warehouse_checkouthold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_cutoff
    ADD CONSTRAINT warehouse_cutoff_once UNIQUE (site_id, carrier, service);
ALTER TABLE ONLY public.warehouse_cutoff
    ADD CONSTRAINT warehouse_cutoff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_heldstock
    ADD CONSTRAINT warehouse_heldstock_once UNIQUE (hold_id, sku_id, site_id);
ALTER TABLE ONLY public.warehouse_heldstock
    ADD CONSTRAINT warehouse_heldstock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_location
    ADD CONSTRAINT warehouse_location_code_once UNIQUE NULLS NOT DISTINCT (company_id, site_id, code);
ALTER TABLE ONLY public.warehouse_location
    ADD CONSTRAINT warehouse_location_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_location
    ADD CONSTRAINT warehouse_location_place_id_key UNIQUE (place_id);
ALTER TABLE ONLY public.warehouse_opening
    ADD CONSTRAINT warehouse_opening_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_openingshare
    ADD CONSTRAINT warehouse_openingshare_once UNIQUE (opening_id, demand_id);
ALTER TABLE ONLY public.warehouse_openingshare
    ADD CONSTRAINT warehouse_openingshare_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_site
    ADD CONSTRAINT warehouse_site_code_once UNIQUE (company_id, code);
ALTER TABLE ONLY public.warehouse_site
    ADD CONSTRAINT warehouse_site_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warehouse_stock
    ADD CONSTRAINT warehouse_stock_once UNIQUE (site_id, sku_id);
ALTER TABLE ONLY public.warehouse_stock
    ADD CONSTRAINT warehouse_stock_pkey PRIMARY KEY (id);
CREATE INDEX access_approval_company_id_50ae4d23 ON public.access_approval USING btree (company_id);
CREATE INDEX access_approval_decided_by_id_a03e8082 ON public.access_approval USING btree (decided_by_id);
CREATE UNIQUE INDEX access_approval_once_open ON public.access_approval USING btree (company_id, verb, plan_sha256) WHERE (state = ANY (ARRAY['asked'::text, 'approved'::text]));
CREATE INDEX access_approval_requested_by_id_c7e81480 ON public.access_approval USING btree (requested_by_id);
CREATE INDEX access_cache_expires ON public.access_cache USING btree (expires);
CREATE INDEX access_comment_about ON public.access_comment USING btree (company_id, subject_kind, subject_id, id);
CREATE INDEX access_comment_author_id_764e7856 ON public.access_comment USING btree (author_id);
CREATE INDEX access_comment_struck_by_id_093e7e01 ON public.access_comment USING btree (struck_by_id);
CREATE INDEX access_devicepin_device ON public.access_devicepin USING btree (device_sha256);
CREATE INDEX access_mention_person_id_f428b456 ON public.access_mention USING btree (person_id);
CREATE INDEX access_mention_unread ON public.access_mention USING btree (person_id, id) WHERE (read_at IS NULL);
CREATE INDEX access_rolegrant_company_id_e74d1f75 ON public.access_rolegrant USING btree (company_id);
CREATE INDEX access_rolegrant_granted_by_id_14691313 ON public.access_rolegrant USING btree (granted_by_id);
CREATE INDEX access_savedview_user_id_7f78763c ON public.access_savedview USING btree (user_id);
CREATE INDEX access_shiftnote_company_id_f99d18ba ON public.access_shiftnote USING btree (company_id);
CREATE INDEX access_shiftnote_given_by_id_c667ff35 ON public.access_shiftnote USING btree (given_by_id);
CREATE UNIQUE INDEX access_shiftnote_once ON public.access_shiftnote USING btree (company_id, site_id, day, shift) WHERE (NOT (state = 'withdrawn'::text));
CREATE INDEX access_shiftnote_taken_by_id_e40a91eb ON public.access_shiftnote USING btree (taken_by_id);
CREATE INDEX access_shiftnote_waiting ON public.access_shiftnote USING btree (company_id, site_id) WHERE (state = 'given'::text);
CREATE INDEX access_signinlink_user_id_2393b289 ON public.access_signinlink USING btree (user_id);
CREATE UNIQUE INDEX access_task_cause_once_open ON public.access_task USING btree (company_id, cause_key) WHERE (state = 'open'::text);
CREATE INDEX access_task_company_id_ce269415 ON public.access_task USING btree (company_id);
CREATE INDEX access_task_open_kind ON public.access_task USING btree (company_id, kind, id) WHERE (state = 'open'::text);
CREATE INDEX access_task_open_subject ON public.access_task USING btree (subject_kind, subject_id) WHERE (state = 'open'::text);
CREATE INDEX access_task_owner_id_78a7756d ON public.access_task USING btree (owner_id);
CREATE INDEX access_taskroute_owner_id_2ded5459 ON public.access_taskroute USING btree (owner_id);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX axes_accessattempt_ip_address_10922d9c ON public.axes_accessattempt USING btree (ip_address);
CREATE INDEX axes_accessattempt_user_agent_ad89678b ON public.axes_accessattempt USING btree (user_agent);
CREATE INDEX axes_accessattempt_user_agent_ad89678b_like ON public.axes_accessattempt USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessattempt_username_3f2d4ca0 ON public.axes_accessattempt USING btree (username);
CREATE INDEX axes_accessattempt_username_3f2d4ca0_like ON public.axes_accessattempt USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_ip_address_2e9f5a7f ON public.axes_accessfailurelog USING btree (ip_address);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda ON public.axes_accessfailurelog USING btree (user_agent);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda_like ON public.axes_accessfailurelog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4 ON public.axes_accessfailurelog USING btree (username);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4_like ON public.axes_accessfailurelog USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accesslog_ip_address_86b417e5 ON public.axes_accesslog USING btree (ip_address);
CREATE INDEX axes_accesslog_user_agent_0e659004 ON public.axes_accesslog USING btree (user_agent);
CREATE INDEX axes_accesslog_user_agent_0e659004_like ON public.axes_accesslog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accesslog_username_df93064b ON public.axes_accesslog USING btree (username);
CREATE INDEX axes_accesslog_username_df93064b_like ON public.axes_accesslog USING btree (username varchar_pattern_ops);
CREATE INDEX billing_creditnote_invoice_id_38246c17 ON public.billing_creditnote USING btree (invoice_id);
CREATE INDEX billing_creditnote_order ON public.billing_creditnote USING btree (order_id);
CREATE INDEX billing_creditnoteline_invoice_line_id_64ecb0e1 ON public.billing_creditnoteline USING btree (invoice_line_id);
CREATE INDEX billing_invoice_bill_to_id_2eda8d3a ON public.billing_invoice USING btree (bill_to_id);
CREATE INDEX billing_invoice_fulfilment_order_id_311f613d ON public.billing_invoice USING btree (fulfilment_order_id);
CREATE INDEX billing_invoice_order ON public.billing_invoice USING btree (order_id);
CREATE INDEX billing_invoiceline_order_line_id_0d38c086 ON public.billing_invoiceline USING btree (order_line_id);
CREATE INDEX billing_openingbalance_imported_in_id_184eac63 ON public.billing_openingbalance USING btree (imported_in_id);
CREATE INDEX billing_openreceivable_imported_in_id_c0e45059 ON public.billing_openreceivable USING btree (imported_in_id);
CREATE INDEX billing_receivable_customer ON public.billing_openreceivable USING btree (customer_id);
CREATE INDEX billing_receivable_due ON public.billing_openreceivable USING btree (company_id, state, due_on);
CREATE INDEX catalog_kitcomponent_component_id_a347b03b ON public.catalog_kitcomponent USING btree (component_id);
CREATE INDEX catalog_sku_code_folded ON public.catalog_sku USING btree (company_id, lower(code));
CREATE INDEX catalog_sku_product_id_6332277c ON public.catalog_sku USING btree (product_id);
CREATE INDEX catalog_skualias_sku_id_141fe591 ON public.catalog_skualias USING btree (sku_id);
CREATE INDEX catalog_skubarcode_sku_id_6b4baa9a ON public.catalog_skubarcode USING btree (sku_id);
CREATE INDEX channels_channel_taken_over_by_id_eac38e9d ON public.channels_channel USING btree (taken_over_by_id);
CREATE INDEX channels_comparison_company_id_ffd038ff ON public.channels_comparison USING btree (company_id);
CREATE INDEX channels_comparison_latest ON public.channels_comparison USING btree (channel_id, id DESC);
CREATE INDEX channels_comparison_made_by_id_b3ad04c9 ON public.channels_comparison USING btree (made_by_id);
CREATE INDEX channels_difference_list ON public.channels_difference USING btree (parallel_day_id, kind, id);
CREATE INDEX channels_difference_sku_id_e6b6d10f ON public.channels_difference USING btree (sku_id);
CREATE INDEX channels_explanation_made_by_id_10ec097b ON public.channels_explanation USING btree (made_by_id);
CREATE INDEX channels_historydocument_again ON public.channels_historydocument USING btree (channel_id, document);
CREATE INDEX channels_historydocument_next ON public.channels_historydocument USING btree (imported_in_id, verdict, id);
CREATE INDEX channels_historyline_rule ON public.channels_historyline USING btree (imported_in_id, rule, number);
CREATE INDEX channels_historypair_sale ON public.channels_historypair USING btree (sale_import_id, sale_number);
CREATE INDEX channels_import_channel_id_523680a5 ON public.channels_import USING btree (channel_id);
CREATE INDEX channels_import_created_by_id_2e526936 ON public.channels_import USING btree (created_by_id);
CREATE INDEX channels_import_latest ON public.channels_import USING btree (company_id, id DESC);
CREATE INDEX channels_import_template_id_3f824b68 ON public.channels_import USING btree (template_id);
CREATE INDEX channels_importmapping_last_used_by_id_753713e6 ON public.channels_importmapping USING btree (last_used_by_id);
CREATE INDEX channels_importmapping_made_by_id_3d2199e0 ON public.channels_importmapping USING btree (made_by_id);
CREATE INDEX channels_importrow_result ON public.channels_importrow USING btree (result_kind, result_id);
CREATE INDEX channels_importrow_verdict ON public.channels_importrow USING btree (imported_in_id, verdict, number);
CREATE INDEX channels_listing_sku_id_85c77c5e ON public.channels_listing USING btree (sku_id);
CREATE INDEX channels_outgoing_channel_id_56a11f27 ON public.channels_outgoing USING btree (channel_id);
CREATE INDEX channels_parallelday_company_id_e16084e3 ON public.channels_parallelday USING btree (company_id);
CREATE INDEX channels_parallelday_latest ON public.channels_parallelday USING btree (channel_id, day DESC, id DESC);
CREATE INDEX channels_parallelday_made_by_id_52bcefcb ON public.channels_parallelday USING btree (made_by_id);
CREATE INDEX channels_toldfigure_sku ON public.channels_toldfigure USING btree (comparison_id, sku_id);
CREATE INDEX channels_toldfigure_sku_id_5255dd65 ON public.channels_toldfigure USING btree (sku_id);
CREATE INDEX customers_customer_email ON public.customers_customer USING btree (company_id, lower(email));
CREATE INDEX customers_customer_letters ON public.customers_customer USING gin (name public.gin_trgm_ops, email public.gin_trgm_ops, phone public.gin_trgm_ops);
CREATE INDEX customers_customer_name ON public.customers_customer USING btree (company_id, lower(name));
CREATE INDEX customers_party_customer_id_e1be332d ON public.customers_party USING btree (customer_id);
CREATE INDEX customers_party_firm_letters ON public.customers_party USING gin (organisation public.gin_trgm_ops);
CREATE INDEX customers_party_letters ON public.customers_party USING gin (name public.gin_trgm_ops, email public.gin_trgm_ops, city public.gin_trgm_ops, postcode public.gin_trgm_ops);
CREATE INDEX customers_party_name ON public.customers_party USING btree (company_id, lower(name));
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX fulfilment_fulfilmentline_allocation_id_5b5ce5e4 ON public.fulfilment_fulfilmentline USING btree (allocation_id);
CREATE INDEX fulfilment_fulfilmentline_demand_id_0d34deeb ON public.fulfilment_fulfilmentline USING btree (demand_id);
CREATE INDEX fulfilment_fulfilmentline_order_line_id_c5f05b5c ON public.fulfilment_fulfilmentline USING btree (order_line_id);
CREATE INDEX fulfilment_fulfilmentline_sku_id_bf60a230 ON public.fulfilment_fulfilmentline USING btree (sku_id);
CREATE INDEX fulfilment_fulfilmentorder_site_id_5b4f11f8 ON public.fulfilment_fulfilmentorder USING btree (site_id);
CREATE INDEX fulfilment_order_open ON public.fulfilment_fulfilmentorder USING btree (site_id, ship_by) WHERE (NOT (state = ANY (ARRAY['shipped'::text, 'cancelled'::text])));
CREATE INDEX fulfilment_order_order ON public.fulfilment_fulfilmentorder USING btree (order_id);
CREATE INDEX fulfilment_order_wave ON public.fulfilment_fulfilmentorder USING btree (wave_id);
CREATE INDEX fulfilment_parcel_fulfilment_order_id_a1d38a32 ON public.fulfilment_parcel USING btree (fulfilment_order_id);
CREATE UNIQUE INDEX fulfilment_parcel_tracking_once ON public.fulfilment_parcel USING btree (company_id, carrier, tracking) WHERE ((NOT (tracking = ''::text)) AND (NOT (state = 'voided'::text)));
CREATE INDEX fulfilment_parcelline_line_id_cd8459ff ON public.fulfilment_parcelline USING btree (line_id);
CREATE INDEX fulfilment_pick_done_by_id_340304fa ON public.fulfilment_pick USING btree (done_by_id);
CREATE INDEX fulfilment_pick_line_id_5613870c ON public.fulfilment_pick USING btree (line_id);
CREATE INDEX fulfilment_pick_location_id_abcae3e5 ON public.fulfilment_pick USING btree (location_id);
CREATE INDEX fulfilment_pick_sku_id_005a4ebf ON public.fulfilment_pick USING btree (sku_id);
CREATE INDEX fulfilment_pick_walk ON public.fulfilment_pick USING btree (wave_id, state, sequence);
CREATE INDEX fulfilment_scan_user_id_7ea3e49b ON public.fulfilment_scan USING btree (user_id);
CREATE INDEX fulfilment_wave_owner_id_536447dc ON public.fulfilment_wave USING btree (owner_id);
CREATE INDEX fulfilment_wave_site_id_595dfbe4 ON public.fulfilment_wave USING btree (site_id);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX money_entry_by_date ON public.money_entry USING btree (company_id, business_date);
CREATE INDEX money_entry_by_ref ON public.money_entry USING btree (company_id, ref_kind, ref_id);
CREATE UNIQUE INDEX money_entry_reversed_once ON public.money_entry USING btree (reverses_id) WHERE (reverses_id IS NOT NULL);
CREATE INDEX money_transfer_source_id_cb7cbb3f ON public.money_transfer USING btree (source_id);
CREATE INDEX money_transfer_target_id_924877db ON public.money_transfer USING btree (target_id);
CREATE INDEX orders_demand_order ON public.orders_demand USING btree (order_id);
CREATE INDEX orders_demand_walk ON public.orders_demand USING btree (sku_id, placed_at DESC, order_id DESC);
CREATE INDEX orders_draft_bill_to_id_7f84ea7f ON public.orders_draft USING btree (bill_to_id);
CREATE INDEX orders_draft_copied_from_id_dd7aa628 ON public.orders_draft USING btree (copied_from_id);
CREATE INDEX orders_draft_customer ON public.orders_draft USING btree (customer_id);
CREATE INDEX orders_draft_ship_to_id_7c06a72d ON public.orders_draft USING btree (ship_to_id);
CREATE INDEX orders_draft_taken_by_id_76f87f92 ON public.orders_draft USING btree (taken_by_id);
CREATE INDEX orders_draftline_overridden_by_id_0259d63e ON public.orders_draftline USING btree (overridden_by_id);
CREATE INDEX orders_draftline_sku ON public.orders_draftline USING btree (sku_id);
CREATE INDEX orders_hold_order ON public.orders_hold USING btree (order_id);
CREATE INDEX orders_hold_owner_id_f458c7dd ON public.orders_hold USING btree (owner_id);
CREATE INDEX orders_hold_placed_by_id_c9c53e57 ON public.orders_hold USING btree (placed_by_id);
CREATE UNIQUE INDEX orders_hold_reason_once ON public.orders_hold USING btree (order_id, reason) WHERE (state = 'placed'::text);
CREATE INDEX orders_order_assigned ON public.orders_order USING btree (assigned_to_id) WHERE (assigned_to_id IS NOT NULL);
CREATE INDEX orders_order_bill_to_id_ead9c090 ON public.orders_order USING btree (bill_to_id);
CREATE INDEX orders_order_by_due ON public.orders_order USING btree (company_id, ship_by, priority DESC, id);
CREATE INDEX orders_order_by_name ON public.orders_order USING btree (upper(external_name) COLLATE "C");
CREATE INDEX orders_order_by_number ON public.orders_order USING btree (upper(number) COLLATE "C");
CREATE INDEX orders_order_by_others ON public.orders_order USING btree (company_id, fulfilled_by, placed_at DESC, id DESC) WHERE (NOT (fulfilled_by = 'us'::text));
CREATE INDEX orders_order_by_po ON public.orders_order USING btree (upper(purchase_order) COLLATE "C") WHERE (NOT (purchase_order = ''::text));
CREATE INDEX orders_order_by_rank ON public.orders_order USING btree (company_id, priority DESC, ship_by, placed_at, id);
CREATE INDEX orders_order_by_service ON public.orders_order USING btree (company_id, delivery_method, placed_at DESC, id DESC) WHERE (NOT (delivery_method = ''::text));
CREATE INDEX orders_order_by_total ON public.orders_order USING btree (company_id, total_minor DESC, id);
CREATE INDEX orders_order_cancelled ON public.orders_order USING btree (company_id, placed_at DESC, id DESC) WHERE (state = 'cancelled'::text);
CREATE INDEX orders_order_customer ON public.orders_order USING btree (customer_id);
CREATE INDEX orders_order_import ON public.orders_order USING btree (imported_in_id) WHERE (imported_in_id IS NOT NULL);
CREATE INDEX orders_order_left ON public.orders_order USING btree (company_id, shipped_at) INCLUDE (mode, state, is_test, ship_by, accepted_at) WHERE (shipped_at IS NOT NULL);
CREATE INDEX orders_order_listening ON public.orders_order USING btree (company_id, placed_at DESC, id DESC) WHERE (mode = 'listening'::text);
CREATE INDEX orders_order_of_channel ON public.orders_order USING btree (company_id, channel_id, placed_at DESC, id DESC);
CREATE INDEX orders_order_open_due ON public.orders_order USING btree (company_id, ship_by, id) WHERE (state = 'open'::text);
CREATE INDEX orders_order_paid ON public.orders_order USING btree (company_id, payment_state, placed_at DESC, id DESC);
CREATE INDEX orders_order_ship_to_id_d877641f ON public.orders_order USING btree (ship_to_id);
CREATE INDEX orders_order_test ON public.orders_order USING btree (company_id, placed_at DESC, id DESC) WHERE is_test;
CREATE INDEX orders_order_told ON public.orders_order USING btree (told_ship_to_id) WHERE (told_ship_to_id IS NOT NULL);
CREATE INDEX orders_order_walk ON public.orders_order USING btree (company_id, placed_at DESC, id DESC) INCLUDE (channel_id, state, mode, is_test, payment_state, allocation_state, fulfilment_state, on_hold, has_unknown_sku, fulfilled_by, delivery_method, assigned_to_id);
CREATE INDEX orders_order_went ON public.orders_order USING btree (company_id, fulfilment_state, placed_at DESC, id DESC) WHERE (mode = 'live'::text);
CREATE INDEX orders_orderline_by_code ON public.orders_orderline USING btree (upper(sku_text) COLLATE "C");
CREATE INDEX orders_orderline_sku ON public.orders_orderline USING btree (sku_id);
CREATE INDEX orders_ordernote_author_id_4745ea08 ON public.orders_ordernote USING btree (author_id);
CREATE INDEX orders_ordernote_order_id_debc8134 ON public.orders_ordernote USING btree (order_id);
CREATE INDEX orders_ordertag_walk ON public.orders_ordertag USING btree (company_id, tag, placed_at DESC, order_id DESC);
CREATE INDEX partners_supplier_name ON public.partners_supplier USING btree (company_id, lower(name));
CREATE INDEX payments_payment_company_id_7c33876e ON public.payments_payment USING btree (company_id);
CREATE INDEX payments_refund_company_id_85e51759 ON public.payments_refund USING btree (company_id);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX purchasing_line_sku ON public.purchasing_purchaseline USING btree (sku_id);
CREATE INDEX purchasing_order_due ON public.purchasing_purchaseorder USING btree (company_id, state, expected_on);
CREATE INDEX purchasing_order_supplier ON public.purchasing_purchaseorder USING btree (supplier_id);
CREATE INDEX purchasing_purchaseorder_imported_in_id_951799a3 ON public.purchasing_purchaseorder USING btree (imported_in_id);
CREATE INDEX purchasing_purchaseorder_site_id_431099ac ON public.purchasing_purchaseorder USING btree (site_id);
CREATE INDEX records_claim_open ON public.records_claim USING btree (claimed_at) WHERE ((state)::text = ANY ((ARRAY['claimed'::character varying, 'unknown'::character varying])::text[]));
CREATE INDEX records_event_company ON public.records_event USING btree (company_id, id);
CREATE INDEX records_event_of_kind ON public.records_event USING btree (company_id, kind, at) WHERE (NOT ((way)::text = 'told'::text));
CREATE INDEX records_event_subject ON public.records_event USING btree (subject_kind, subject_id, id);
CREATE INDEX records_job_at_work ON public.records_job USING btree (heartbeat_at) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]));
CREATE INDEX records_job_company ON public.records_job USING btree (company_id, id DESC);
CREATE INDEX records_job_error_row ON public.records_job_error USING btree (job_id, row_number, id);
CREATE INDEX rules_evaluation_company_id_9f227260 ON public.rules_evaluation USING btree (company_id);
CREATE INDEX rules_evaluation_latest ON public.rules_evaluation USING btree (order_id, id DESC);
CREATE INDEX rules_evaluation_matched ON public.rules_evaluation USING btree (company_id, at) WHERE (NOT (matched = '{}'::bigint[]));
CREATE INDEX rules_evaluation_run_id_f419dc32 ON public.rules_evaluation USING btree (run_id);
CREATE INDEX rules_evaluation_unmatched ON public.rules_evaluation USING btree (at) WHERE (matched = '{}'::bigint[]);
CREATE INDEX rules_run_by_id_226acc33 ON public.rules_run USING btree (by_id);
CREATE INDEX rules_run_latest ON public.rules_run USING btree (rule_id, id DESC);
CREATE INDEX rules_run_version_id_6abdae36 ON public.rules_run USING btree (version_id);
CREATE INDEX rules_version_made_by_id_c64d0b64 ON public.rules_version USING btree (made_by_id);
CREATE INDEX stock_balance_of_item ON public.stock_balance USING btree (item_id);
CREATE INDEX stock_entry_by_ref ON public.stock_entry USING btree (company_id, ref_kind, ref_id);
CREATE UNIQUE INDEX stock_entry_reversed_once ON public.stock_entry USING btree (reverses_id) WHERE (reverses_id IS NOT NULL);
CREATE INDEX stock_move_of_item ON public.stock_move USING btree (item_id, id);
CREATE INDEX stock_move_source_id_1ff93096 ON public.stock_move USING btree (source_id);
CREATE INDEX stock_move_target_id_ac493f0e ON public.stock_move USING btree (target_id);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);
CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);
CREATE INDEX warehouse_allocation_at ON public.warehouse_allocation USING btree (location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX warehouse_allocation_demand ON public.warehouse_allocation USING btree (demand_id);
CREATE INDEX warehouse_allocation_live ON public.warehouse_allocation USING btree (site_id, sku_id) WHERE (state = ANY (ARRAY['soft'::text, 'hard'::text, 'picked'::text]));
CREATE INDEX warehouse_allocation_order ON public.warehouse_allocation USING btree (order_id);
CREATE INDEX warehouse_allocation_sku_id_6564b551 ON public.warehouse_allocation USING btree (sku_id);
CREATE INDEX warehouse_channelsite_site_id_cd8636b1 ON public.warehouse_channelsite USING btree (site_id);
CREATE INDEX warehouse_checkouthold_due ON public.warehouse_checkouthold USING btree (company_id, expires_at) WHERE (state = 'granted'::text);
CREATE UNIQUE INDEX warehouse_checkouthold_once ON public.warehouse_checkouthold USING btree (channel_id, token) WHERE (state = 'granted'::text);
CREATE INDEX warehouse_checkouthold_order ON public.warehouse_checkouthold USING btree (order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX warehouse_heldstock_at ON public.warehouse_heldstock USING btree (site_id, sku_id);
CREATE INDEX warehouse_heldstock_sku_id_4ac00ef6 ON public.warehouse_heldstock USING btree (sku_id);
CREATE INDEX warehouse_location_walk ON public.warehouse_location USING btree (site_id, kind, sequence);
CREATE INDEX warehouse_opening_company_id_61b418ac ON public.warehouse_opening USING btree (company_id);
CREATE INDEX warehouse_opening_import ON public.warehouse_opening USING btree (imported_in_id);
CREATE INDEX warehouse_opening_location_id_fb39fe9a ON public.warehouse_opening USING btree (location_id);
CREATE INDEX warehouse_opening_site_id_e86b6a8b ON public.warehouse_opening USING btree (site_id);
CREATE INDEX warehouse_opening_sku_id_33aa05f1 ON public.warehouse_opening USING btree (sku_id);
CREATE INDEX warehouse_opening_stands ON public.warehouse_opening USING btree (sku_id, site_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX warehouse_opening_stands_once ON public.warehouse_opening USING btree (site_id, sku_id, location_id) WHERE (closed_at IS NULL);
CREATE INDEX warehouse_openingshare_demand ON public.warehouse_openingshare USING btree (demand_id);
CREATE INDEX warehouse_stock_sku ON public.warehouse_stock USING btree (sku_id, site_id);
CREATE TRIGGER access_comment_stands BEFORE DELETE OR UPDATE ON public.access_comment FOR EACH ROW EXECUTE FUNCTION public.access_comment_stands();
CREATE TRIGGER access_shiftnote_stands BEFORE DELETE OR UPDATE ON public.access_shiftnote FOR EACH ROW EXECUTE FUNCTION public.access_shiftnote_stands();
CREATE TRIGGER money_account_keeps_nature BEFORE UPDATE OF company_id, code, kind ON public.money_account FOR EACH STATEMENT EXECUTE FUNCTION public.money_refuse_change();
CREATE TRIGGER money_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.money_entry FOR EACH STATEMENT EXECUTE FUNCTION public.money_refuse_change();
CREATE CONSTRAINT TRIGGER money_entry_guard AFTER INSERT ON public.money_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.money_guard_entry();
CREATE TRIGGER money_transfer_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.money_transfer FOR EACH STATEMENT EXECUTE FUNCTION public.money_refuse_change();
CREATE TRIGGER money_transfer_guard AFTER INSERT ON public.money_transfer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.money_guard_transfers();
CREATE TRIGGER orders_order_keeps_day BEFORE UPDATE OF company_id, placed_at ON public.orders_order FOR EACH ROW WHEN (((old.company_id IS DISTINCT FROM new.company_id) OR (old.placed_at IS DISTINCT FROM new.placed_at))) EXECUTE FUNCTION public.orders_order_keeps_day();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
CREATE TRIGGER records_event_no_change BEFORE DELETE OR UPDATE ON public.records_event FOR EACH ROW EXECUTE FUNCTION public.records_refuse_change();
CREATE TRIGGER records_event_no_truncate BEFORE TRUNCATE ON public.records_event FOR EACH STATEMENT EXECUTE FUNCTION public.records_refuse_change();
CREATE TRIGGER rules_version_no_change BEFORE UPDATE ON public.rules_version FOR EACH ROW EXECUTE FUNCTION public.rules_refuse_change();
CREATE TRIGGER stock_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.stock_entry FOR EACH STATEMENT EXECUTE FUNCTION public.stock_refuse_change();
CREATE CONSTRAINT TRIGGER stock_entry_guard AFTER INSERT ON public.stock_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.stock_guard_entry();
CREATE TRIGGER stock_move_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.stock_move FOR EACH STATEMENT EXECUTE FUNCTION public.stock_refuse_change();
CREATE TRIGGER stock_move_guard AFTER INSERT ON public.stock_move REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.stock_guard_moves();
CREATE TRIGGER stock_place_keeps_nature BEFORE UPDATE OF company_id, kind, unbounded ON public.stock_place FOR EACH STATEMENT EXECUTE FUNCTION public.stock_refuse_change();
ALTER TABLE ONLY public.access_approval
    ADD CONSTRAINT access_approval_company_id_50ae4d23_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_approval
    ADD CONSTRAINT access_approval_decided_by_id_a03e8082_fk_access_user_id FOREIGN KEY (decided_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_approval
    ADD CONSTRAINT access_approval_requested_by_id_c7e81480_fk_access_user_id FOREIGN KEY (requested_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_comment
    ADD CONSTRAINT access_comment_author_id_764e7856_fk_access_user_id FOREIGN KEY (author_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_comment
    ADD CONSTRAINT access_comment_company_id_cbf0e104_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_comment
    ADD CONSTRAINT access_comment_struck_by_id_093e7e01_fk_access_user_id FOREIGN KEY (struck_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_devicepin
    ADD CONSTRAINT access_devicepin_user_id_46554988_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_mention
    ADD CONSTRAINT access_mention_comment_id_140194e5_fk_access_comment_id FOREIGN KEY (comment_id) REFERENCES public.access_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_mention
    ADD CONSTRAINT access_mention_person_id_f428b456_fk_access_user_id FOREIGN KEY (person_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_rolegrant
    ADD CONSTRAINT access_rolegrant_company_id_e74d1f75_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_rolegrant
    ADD CONSTRAINT access_rolegrant_granted_by_id_14691313_fk_access_user_id FOREIGN KEY (granted_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_rolegrant
    ADD CONSTRAINT access_rolegrant_user_id_b5c03f94_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_savedview
    ADD CONSTRAINT access_savedview_company_id_d9041e99_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_savedview
    ADD CONSTRAINT access_savedview_user_id_7f78763c_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_shiftnote
    ADD CONSTRAINT access_shiftnote_company_id_f99d18ba_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_shiftnote
    ADD CONSTRAINT access_shiftnote_given_by_id_c667ff35_fk_access_user_id FOREIGN KEY (given_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_shiftnote
    ADD CONSTRAINT access_shiftnote_taken_by_id_e40a91eb_fk_access_user_id FOREIGN KEY (taken_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_signinlink
    ADD CONSTRAINT access_signinlink_user_id_2393b289_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_task
    ADD CONSTRAINT access_task_company_id_ce269415_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_task
    ADD CONSTRAINT access_task_owner_id_78a7756d_fk_access_user_id FOREIGN KEY (owner_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_taskroute
    ADD CONSTRAINT access_taskroute_company_id_7a15c893_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_taskroute
    ADD CONSTRAINT access_taskroute_owner_id_2ded5459_fk_access_user_id FOREIGN KEY (owner_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce FOREIGN KEY (access_attempt_id) REFERENCES public.axes_accessattempt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_creditnote
    ADD CONSTRAINT billing_creditnote_company_id_1e9fc507_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_creditnote
    ADD CONSTRAINT billing_creditnote_invoice_id_38246c17_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES public.billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_creditnote
    ADD CONSTRAINT billing_creditnote_order_id_2e5bb079_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_creditnote
    ADD CONSTRAINT billing_creditnote_series_id_e10cdecd_fk_billing_series_id FOREIGN KEY (series_id) REFERENCES public.billing_series(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_creditnotedocument
    ADD CONSTRAINT billing_creditnotedo_credit_note_id_443ce6b9_fk_billing_c FOREIGN KEY (credit_note_id) REFERENCES public.billing_creditnote(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_creditnoteline
    ADD CONSTRAINT billing_creditnoteli_credit_note_id_7a4ffaff_fk_billing_c FOREIGN KEY (credit_note_id) REFERENCES public.billing_creditnote(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_creditnoteline
    ADD CONSTRAINT billing_creditnoteli_invoice_line_id_64ecb0e1_fk_billing_i FOREIGN KEY (invoice_line_id) REFERENCES public.billing_invoiceline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_bill_to_id_2eda8d3a_fk_customers_party_id FOREIGN KEY (bill_to_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_company_id_f0aed760_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_fulfilment_order_id_311f613d_fk_fulfilmen FOREIGN KEY (fulfilment_order_id) REFERENCES public.fulfilment_fulfilmentorder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_order_id_2948c8f7_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoice
    ADD CONSTRAINT billing_invoice_series_id_aafcbbba_fk_billing_series_id FOREIGN KEY (series_id) REFERENCES public.billing_series(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoicedocument
    ADD CONSTRAINT billing_invoicedocum_invoice_id_023283fa_fk_billing_i FOREIGN KEY (invoice_id) REFERENCES public.billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_invoice_id_ff507e12_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES public.billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_order_line_id_0d38c086_fk_orders_or FOREIGN KEY (order_line_id) REFERENCES public.orders_orderline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_invoicetax
    ADD CONSTRAINT billing_invoicetax_invoice_id_75d2ac17_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES public.billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_openingbalance
    ADD CONSTRAINT billing_openingbalan_imported_in_id_184eac63_fk_channels_ FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_openingbalance
    ADD CONSTRAINT billing_openingbalance_company_id_77ed29b2_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_openreceivable
    ADD CONSTRAINT billing_openreceivab_customer_id_b8beb656_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_openreceivable
    ADD CONSTRAINT billing_openreceivab_imported_in_id_c0e45059_fk_channels_ FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_openreceivable
    ADD CONSTRAINT billing_openreceivable_company_id_c93794e9_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.billing_series
    ADD CONSTRAINT billing_series_company_id_62cc050d_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_kitcomponent
    ADD CONSTRAINT catalog_kitcomponent_component_id_a347b03b_fk_catalog_sku_id FOREIGN KEY (component_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_kitcomponent
    ADD CONSTRAINT catalog_kitcomponent_kit_id_62de07ea_fk_catalog_sku_id FOREIGN KEY (kit_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_company_id_ec113db9_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_sku
    ADD CONSTRAINT catalog_sku_company_id_e4101a55_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_sku
    ADD CONSTRAINT catalog_sku_product_id_6332277c_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_skualias
    ADD CONSTRAINT catalog_skualias_company_id_671afc86_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_skualias
    ADD CONSTRAINT catalog_skualias_sku_id_141fe591_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_skubarcode
    ADD CONSTRAINT catalog_skubarcode_company_id_16879df9_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_skubarcode
    ADD CONSTRAINT catalog_skubarcode_sku_id_6b4baa9a_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_company_id_b7f8aeed_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_taken_over_by_id_eac38e9d_fk_access_user_id FOREIGN KEY (taken_over_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_comparison
    ADD CONSTRAINT channels_comparison_channel_id_f0b93535_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_comparison
    ADD CONSTRAINT channels_comparison_company_id_ffd038ff_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_comparison
    ADD CONSTRAINT channels_comparison_made_by_id_b3ad04c9_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_difference
    ADD CONSTRAINT channels_difference_parallel_day_id_2b117b75_fk_channels_ FOREIGN KEY (parallel_day_id) REFERENCES public.channels_parallelday(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_difference
    ADD CONSTRAINT channels_difference_sku_id_e6b6d10f_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_explanation
    ADD CONSTRAINT channels_explanation_channel_id_6af9911c_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_explanation
    ADD CONSTRAINT channels_explanation_made_by_id_10ec097b_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_historydocument
    ADD CONSTRAINT channels_historydocu_channel_id_3125e6c0_fk_channels_ FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_historydocument
    ADD CONSTRAINT channels_historydocu_imported_in_id_76f7da99_fk_channels_ FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_historypair
    ADD CONSTRAINT channels_historypair_imported_in_id_fa6942c0_fk_channels_ FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_import
    ADD CONSTRAINT channels_import_channel_id_523680a5_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_import
    ADD CONSTRAINT channels_import_company_id_58a8b22e_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_import
    ADD CONSTRAINT channels_import_created_by_id_2e526936_fk_access_user_id FOREIGN KEY (created_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_import
    ADD CONSTRAINT channels_import_template_id_3f824b68_fk_channels_ FOREIGN KEY (template_id) REFERENCES public.channels_importmapping(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_importmapping
    ADD CONSTRAINT channels_importmappi_last_used_by_id_753713e6_fk_access_us FOREIGN KEY (last_used_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_importmapping
    ADD CONSTRAINT channels_importmapping_company_id_6e276a8c_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_importmapping
    ADD CONSTRAINT channels_importmapping_made_by_id_3d2199e0_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_importrow
    ADD CONSTRAINT channels_importrow_imported_in_id_a1f4e0da_fk_channels_ FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT channels_listing_channel_id_91b94b2c_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT channels_listing_sku_id_85c77c5e_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoing
    ADD CONSTRAINT channels_outgoing_channel_id_56a11f27_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_parallelday
    ADD CONSTRAINT channels_parallelday_channel_id_7dc019af_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_parallelday
    ADD CONSTRAINT channels_parallelday_company_id_e16084e3_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_parallelday
    ADD CONSTRAINT channels_parallelday_made_by_id_52bcefcb_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_rawmessage
    ADD CONSTRAINT channels_rawmessage_channel_id_997f8ad0_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_toldfigure
    ADD CONSTRAINT channels_toldfigure_comparison_id_7936af98_fk_channels_ FOREIGN KEY (comparison_id) REFERENCES public.channels_comparison(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_toldfigure
    ADD CONSTRAINT channels_toldfigure_sku_id_5255dd65_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_company_id_d9d820a0_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_party
    ADD CONSTRAINT customers_party_company_id_f7035413_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_party
    ADD CONSTRAINT customers_party_customer_id_e1be332d_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmen_allocation_id_5b5ce5e4_fk_warehouse FOREIGN KEY (allocation_id) REFERENCES public.warehouse_allocation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmen_company_id_b56fb900_fk_access_co FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmen_demand_id_0d34deeb_fk_orders_de FOREIGN KEY (demand_id) REFERENCES public.orders_demand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmen_fulfilment_order_id_72e25afc_fk_fulfilmen FOREIGN KEY (fulfilment_order_id) REFERENCES public.fulfilment_fulfilmentorder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmen_order_line_id_c5f05b5c_fk_orders_or FOREIGN KEY (order_line_id) REFERENCES public.orders_orderline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmen_site_id_5b4f11f8_fk_warehouse FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmen_wave_id_ba010eda_fk_fulfilmen FOREIGN KEY (wave_id) REFERENCES public.fulfilment_wave(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmentline_sku_id_bf60a230_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmentorder_order_id_52b40340_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_parcel
    ADD CONSTRAINT fulfilment_parcel_company_id_0ca1d788_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_parcel
    ADD CONSTRAINT fulfilment_parcel_fulfilment_order_id_a1d38a32_fk_fulfilmen FOREIGN KEY (fulfilment_order_id) REFERENCES public.fulfilment_fulfilmentorder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_parcelline
    ADD CONSTRAINT fulfilment_parcellin_line_id_cd8459ff_fk_fulfilmen FOREIGN KEY (line_id) REFERENCES public.fulfilment_fulfilmentline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_parcelline
    ADD CONSTRAINT fulfilment_parcellin_parcel_id_890a8e93_fk_fulfilmen FOREIGN KEY (parcel_id) REFERENCES public.fulfilment_parcel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_pick
    ADD CONSTRAINT fulfilment_pick_done_by_id_340304fa_fk_access_user_id FOREIGN KEY (done_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_pick
    ADD CONSTRAINT fulfilment_pick_line_id_5613870c_fk_fulfilmen FOREIGN KEY (line_id) REFERENCES public.fulfilment_fulfilmentline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_pick
    ADD CONSTRAINT fulfilment_pick_location_id_abcae3e5_fk_warehouse_location_id FOREIGN KEY (location_id) REFERENCES public.warehouse_location(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_pick
    ADD CONSTRAINT fulfilment_pick_sku_id_005a4ebf_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_pick
    ADD CONSTRAINT fulfilment_pick_wave_id_2b2adf7d_fk_fulfilment_wave_id FOREIGN KEY (wave_id) REFERENCES public.fulfilment_wave(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_scan
    ADD CONSTRAINT fulfilment_scan_company_id_3f3c56bd_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_scan
    ADD CONSTRAINT fulfilment_scan_user_id_7ea3e49b_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_wave
    ADD CONSTRAINT fulfilment_wave_company_id_1dff93b4_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_wave
    ADD CONSTRAINT fulfilment_wave_owner_id_536447dc_fk_access_user_id FOREIGN KEY (owner_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfilment_wave
    ADD CONSTRAINT fulfilment_wave_site_id_595dfbe4_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_balance
    ADD CONSTRAINT money_balance_account_id_e9303ec0_fk_money_account_id FOREIGN KEY (account_id) REFERENCES public.money_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_entry
    ADD CONSTRAINT money_entry_reverses_id_aec86d54_fk_money_entry_id FOREIGN KEY (reverses_id) REFERENCES public.money_entry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_transfer
    ADD CONSTRAINT money_transfer_entry_id_6cd1c087_fk_money_entry_id FOREIGN KEY (entry_id) REFERENCES public.money_entry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_transfer
    ADD CONSTRAINT money_transfer_source_id_cb7cbb3f_fk_money_account_id FOREIGN KEY (source_id) REFERENCES public.money_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_transfer
    ADD CONSTRAINT money_transfer_target_id_924877db_fk_money_account_id FOREIGN KEY (target_id) REFERENCES public.money_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_demand
    ADD CONSTRAINT orders_demand_line_id_514dc26b_fk_orders_orderline_id FOREIGN KEY (line_id) REFERENCES public.orders_orderline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_demand
    ADD CONSTRAINT orders_demand_order_id_44c9e8e0_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_demand
    ADD CONSTRAINT orders_demand_sku_id_24f2c8a7_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_bill_to_id_7f84ea7f_fk_customers_party_id FOREIGN KEY (bill_to_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_company_id_a13a169c_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_copied_from_id_dd7aa628_fk_orders_order_id FOREIGN KEY (copied_from_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_customer_id_19a3ffe8_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_order_id_2421ef65_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_ship_to_id_7c06a72d_fk_customers_party_id FOREIGN KEY (ship_to_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draft
    ADD CONSTRAINT orders_draft_taken_by_id_76f87f92_fk_access_user_id FOREIGN KEY (taken_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draftline
    ADD CONSTRAINT orders_draftline_draft_id_da5c6c89_fk_orders_draft_id FOREIGN KEY (draft_id) REFERENCES public.orders_draft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draftline
    ADD CONSTRAINT orders_draftline_overridden_by_id_0259d63e_fk_access_user_id FOREIGN KEY (overridden_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_draftline
    ADD CONSTRAINT orders_draftline_sku_id_274a39bf_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_hold
    ADD CONSTRAINT orders_hold_order_id_cbe1f828_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_hold
    ADD CONSTRAINT orders_hold_owner_id_f458c7dd_fk_access_user_id FOREIGN KEY (owner_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_hold
    ADD CONSTRAINT orders_hold_placed_by_id_c9c53e57_fk_access_user_id FOREIGN KEY (placed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_assigned_to_id_e4866e32_fk_access_user_id FOREIGN KEY (assigned_to_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_bill_to_id_ead9c090_fk_customers_party_id FOREIGN KEY (bill_to_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_channel_id_a76729a3_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_company_id_fbc7ca11_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_customer_id_0b76f6a4_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_imported_in_id_606b1fc4_fk_channels_import_id FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_ship_to_id_d877641f_fk_customers_party_id FOREIGN KEY (ship_to_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_told_ship_to_id_c8c32f06_fk_customers_party_id FOREIGN KEY (told_ship_to_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT orders_orderline_order_id_17f8f3ef_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT orders_orderline_sku_id_0e23d12e_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_ordernote
    ADD CONSTRAINT orders_ordernote_author_id_4745ea08_fk_access_user_id FOREIGN KEY (author_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_ordernote
    ADD CONSTRAINT orders_ordernote_order_id_debc8134_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_ordertag
    ADD CONSTRAINT orders_ordertag_order_id_7cfdd7e6_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_quotepaper
    ADD CONSTRAINT orders_quotepaper_draft_id_2bc4e516_fk_orders_draft_id FOREIGN KEY (draft_id) REFERENCES public.orders_draft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.partners_supplier
    ADD CONSTRAINT partners_supplier_company_id_8a01e980_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_company_id_7c33876e_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_order_id_22c479b7_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_company_id_85e51759_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_order_id_ae6ad322_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.purchasing_purchaseline
    ADD CONSTRAINT purchasing_purchasel_order_id_d931d56b_fk_purchasin FOREIGN KEY (order_id) REFERENCES public.purchasing_purchaseorder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.purchasing_purchaseline
    ADD CONSTRAINT purchasing_purchaseline_sku_id_e39ebd05_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.purchasing_purchaseorder
    ADD CONSTRAINT purchasing_purchaseo_company_id_a5c9174a_fk_access_co FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.purchasing_purchaseorder
    ADD CONSTRAINT purchasing_purchaseo_imported_in_id_951799a3_fk_channels_ FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.purchasing_purchaseorder
    ADD CONSTRAINT purchasing_purchaseo_supplier_id_a19ec07a_fk_partners_ FOREIGN KEY (supplier_id) REFERENCES public.partners_supplier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.purchasing_purchaseorder
    ADD CONSTRAINT purchasing_purchaseorder_site_id_431099ac_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.records_job_error
    ADD CONSTRAINT records_job_error_job_id_129b6207_fk_records_job_id FOREIGN KEY (job_id) REFERENCES public.records_job(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_evaluation
    ADD CONSTRAINT rules_evaluation_company_id_9f227260_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_evaluation
    ADD CONSTRAINT rules_evaluation_order_id_00be8194_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_evaluation
    ADD CONSTRAINT rules_evaluation_run_id_f419dc32_fk_rules_run_id FOREIGN KEY (run_id) REFERENCES public.rules_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_company_id_85bac577_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_run
    ADD CONSTRAINT rules_run_by_id_226acc33_fk_access_user_id FOREIGN KEY (by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_run
    ADD CONSTRAINT rules_run_rule_id_4f73c5f7_fk_rules_rule_id FOREIGN KEY (rule_id) REFERENCES public.rules_rule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_run
    ADD CONSTRAINT rules_run_version_id_6abdae36_fk_rules_version_id FOREIGN KEY (version_id) REFERENCES public.rules_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_version
    ADD CONSTRAINT rules_version_made_by_id_c64d0b64_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_version
    ADD CONSTRAINT rules_version_rule_id_cf6658ab_fk_rules_rule_id FOREIGN KEY (rule_id) REFERENCES public.rules_rule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock_balance
    ADD CONSTRAINT stock_balance_nature_of_place FOREIGN KEY (place_id, unbounded) REFERENCES public.stock_place(id, unbounded);
ALTER TABLE ONLY public.stock_entry
    ADD CONSTRAINT stock_entry_reverses_id_07a9ddec_fk_stock_entry_id FOREIGN KEY (reverses_id) REFERENCES public.stock_entry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock_move
    ADD CONSTRAINT stock_move_entry_id_458a5978_fk_stock_entry_id FOREIGN KEY (entry_id) REFERENCES public.stock_entry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock_move
    ADD CONSTRAINT stock_move_source_id_1ff93096_fk_stock_place_id FOREIGN KEY (source_id) REFERENCES public.stock_place(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock_move
    ADD CONSTRAINT stock_move_target_id_ac493f0e_fk_stock_place_id FOREIGN KEY (target_id) REFERENCES public.stock_place(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_allocation
    ADD CONSTRAINT warehouse_allocation_demand_id_0ddbbe8f_fk_orders_demand_id FOREIGN KEY (demand_id) REFERENCES public.orders_demand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_allocation
    ADD CONSTRAINT warehouse_allocation_location_id_8b2866cd_fk_warehouse FOREIGN KEY (location_id) REFERENCES public.warehouse_location(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_allocation
    ADD CONSTRAINT warehouse_allocation_order_id_c452b345_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_allocation
    ADD CONSTRAINT warehouse_allocation_site_id_c7b998d3_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_allocation
    ADD CONSTRAINT warehouse_allocation_sku_id_6564b551_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_channelsite
    ADD CONSTRAINT warehouse_channelsit_channel_id_1f5ba75a_fk_channels_ FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_channelsite
    ADD CONSTRAINT warehouse_channelsite_site_id_cd8636b1_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_checkouthold
    ADD CONSTRAINT warehouse_checkoutho_channel_id_0df41fad_fk_channels_ FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_checkouthold
    ADD CONSTRAINT warehouse_checkouthold_company_id_f7c1e5a8_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_checkouthold
    ADD CONSTRAINT warehouse_checkouthold_order_id_7edd9060_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_cutoff
    ADD CONSTRAINT warehouse_cutoff_site_id_8a378023_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_heldstock
    ADD CONSTRAINT warehouse_heldstock_hold_id_3e483583_fk_warehouse FOREIGN KEY (hold_id) REFERENCES public.warehouse_checkouthold(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_heldstock
    ADD CONSTRAINT warehouse_heldstock_site_id_e421998c_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_heldstock
    ADD CONSTRAINT warehouse_heldstock_sku_id_4ac00ef6_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_location
    ADD CONSTRAINT warehouse_location_company_id_6247c3e0_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_location
    ADD CONSTRAINT warehouse_location_place_id_8dd9fe89_fk_stock_place_id FOREIGN KEY (place_id) REFERENCES public.stock_place(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_location
    ADD CONSTRAINT warehouse_location_site_id_97080bf3_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_opening
    ADD CONSTRAINT warehouse_opening_company_id_61b418ac_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_opening
    ADD CONSTRAINT warehouse_opening_imported_in_id_cae384e9_fk_channels_import_id FOREIGN KEY (imported_in_id) REFERENCES public.channels_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_opening
    ADD CONSTRAINT warehouse_opening_location_id_fb39fe9a_fk_warehouse_location_id FOREIGN KEY (location_id) REFERENCES public.warehouse_location(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_opening
    ADD CONSTRAINT warehouse_opening_site_id_e86b6a8b_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_opening
    ADD CONSTRAINT warehouse_opening_sku_id_33aa05f1_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_openingshare
    ADD CONSTRAINT warehouse_openingsha_opening_id_a026f36f_fk_warehouse FOREIGN KEY (opening_id) REFERENCES public.warehouse_opening(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_openingshare
    ADD CONSTRAINT warehouse_openingshare_demand_id_bf206e37_fk_orders_demand_id FOREIGN KEY (demand_id) REFERENCES public.orders_demand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_site
    ADD CONSTRAINT warehouse_site_company_id_be765110_fk_access_company_id FOREIGN KEY (company_id) REFERENCES public.access_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_stock
    ADD CONSTRAINT warehouse_stock_site_id_d94f971b_fk_warehouse_site_id FOREIGN KEY (site_id) REFERENCES public.warehouse_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warehouse_stock
    ADD CONSTRAINT warehouse_stock_sku_id_9e540853_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;
REVOKE ALL ON FUNCTION public.records_refresh_statistics(changed_rows integer, share double precision) FROM PUBLIC;
