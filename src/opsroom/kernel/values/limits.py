"""Every wait, size and count as a number whose name ends in its unit; refuses "unlimited"."""

from __future__ import annotations

# --- Database -------------------------------------------------------------------------------------------------
STATEMENT_WAIT_SECONDS = 5
LOCK_WAIT_SECONDS = 2
GIVE_WAY_TRIES_COUNT = 5
GIVE_WAY_PAUSE_SECONDS = 0.1
IDLE_IN_TRANSACTION_SECONDS = 10
TRANSACTION_SECONDS_MAX = 30
WORKER_STATEMENT_WAIT_SECONDS = 300
POOL_WAIT_SECONDS = 2
POOL_CONNECTIONS_MAX = 10
DATABASE_START_SECONDS = 60
DATABASE_STOP_SECONDS = 20
DATABASE_STOP_POLL_SECONDS = 0.02
DATABASE_PROBE_SECONDS = 2
DATABASE_CONNECT_SECONDS = 5
DATABASE_START_RETRY_SECONDS = 0.05
DATABASE_START_RETRY_SECONDS_MAX = 2.0
DATABASE_STARTS_COUNT_MAX = 5
DATABASE_MAJOR_VERSION_MIN = 15
DATABASE_FIRST_BYTES_MIN = 256 * 1024**2  # an empty cluster, its journal and the tables
DATABASE_ROOM_BYTES_MIN = 32 * 1024**2  # two pieces of the journal: with less PostgreSQL ends itself
SOCKET_FOLDER_BYTES_MAX = 90  # the socket's own name follows; the kernel allows 107 in all
WORKER_TRANSACTION_SECONDS_MAX = 600
READER_STATEMENT_WAIT_SECONDS = 30

# --- Requests and uploads --------------------------------------------------------------------------------------
UPLOAD_BYTES_MAX = 512 * 1024 * 1024
BODY_BYTES_MAX = 1024 * 1024
WEBHOOK_BODY_BYTES_MAX = 5 * 1024 * 1024
PAGE_ROWS_MAX = 200
PAGE_ROWS_USUAL = 50
BULK_ROWS_MAX = 10_000
EXPORT_ROWS_MAX = 20_000
EXPORT_PIECE_ORDERS_COUNT = 1_000  # whose lines are read together
STREAMS_PER_PERSON_COUNT = 10
STREAM_SECONDS_MAX = 15 * 60
STREAM_POLL_SECONDS = 2
STREAM_HEARTBEAT_SECONDS = 20
STREAM_SESSION_CHECK_SECONDS = 10

# --- The program's own processes -------------------------------------------------------------------------------
PORTS_TRIED_COUNT_MAX = 50
CHILD_RESTART_SECONDS = 0.5
CHILD_RESTART_SECONDS_MAX = 30.0
CHILD_STEADY_SECONDS = 60
CHILD_STOP_SECONDS = 15
CHILD_LOADING_STOP_SECONDS = 1
CHILD_WATCH_SECONDS = 0.5
RUN_LOCK_WAIT_SECONDS = 0.5
RUN_LOCK_POLL_SECONDS = 0.02
LEFTOVERS_WAIT_SECONDS = 25  # a child of a killed run ends by itself within CHILD_STOP_SECONDS of noticing
WEB_START_SECONDS = 120
WEB_STOP_SECONDS = 5
WEB_REQUESTS_AT_ONCE_COUNT = 256
HEADER_READ_SECONDS = 10
LOGGED_PATH_CHARS_MAX = 300
LOG_FILE_BYTES_MAX = 10 * 1024 * 1024
WORKER_JOBS_COUNT = 2
WORKER_FINISH_SECONDS = 10
WORKER_HEARTBEAT_SECONDS = 5
WORKER_SILENT_SECONDS = 20
QUEUE_POLL_SECONDS = 5
PUBLIC_REQUESTS_PER_MINUTE_COUNT = 5
SEARCH_CHARS_MAX = 200
LIST_COUNTED_ROWS_MAX = 10_000  # a longer list says that it is longer, and is paged on all the same
SEARCH_NAMED_ROWS_MAX = 2_000  # matches found by the indexes; more are met by walking the list
SEARCH_PAGES_COUNT = 5  # of so many matches; who needs more types more letters
SEARCH_RESULTS_COUNT = 20

# --- Imports ---------------------------------------------------------------------------------------------------
IMPORT_ROWS_MAX = 5_000_000
SWAP_ROWS_LOOKED_AT_COUNT = 300  # of a file, to see whether two of its columns have changed places
TEMPLATE_BYTES_MAX = 64 * 1024  # of a mapping template as a file; it holds titles, never rows
TEMPLATE_CHARS_MAX = 120  # of its name, a title or a word
TEMPLATE_COLUMNS_COUNT_MAX = 400
TEMPLATE_WORDS_COUNT_MAX = 500
TEMPLATES_COUNT_MAX = 200  # of one company: all are compared with each file that comes
TEMPLATES_OFFERED_COUNT = 3  # of those that nearly fit
CELL_CHARS_MAX = 64 * 1024
IMPORT_CHUNK_ROWS = 10_000
IMPORT_UNDO_DAYS = 30
LINES_PER_BATCH_COUNT = 500  # lines of history that the reader hands over at once
SEEN_MOMENTS_COUNT_MAX = 50_000  # dates of a file that are remembered as read
NEAREST_WORDS_COUNT_MAX = 30  # unknown words of a chunk for which the nearest known one is looked up
SEEN_TEXTS_COUNT_MAX = 50_000  # and cells of words
READER_PIPE_BYTES = 1024 * 1024  # what the reader of a file may be ahead of who stores its lines
IMPORT_STAGE_LINES_COUNT = 20_000  # lines of history staged in one transaction
HISTORY_CHUNK_DOCUMENTS_COUNT = 2_000  # documents of history written in one transaction
HISTORY_PAIR_HOURS = 24  # a cancellation this soon after its sale: nothing was shipped
IMPORT_STAGE_ROWS = 2_000  # staged in one transaction
IMPORT_CHECK_ROWS = 2_000  # judged together
PARALLEL_CLEAN_DAYS_COUNT = (
    3  # the last days with compared orders that must have no unexplained difference for a calm take-over
)
PARALLEL_DAYS_SHOWN_COUNT = 30
COMPARE_ROWS_MAX = 200_000  # figures of one file held in memory at once
COMPARE_BYTES_MAX = 20 * 1024**2  # read while a person waits; larger ones from the terminal
WRITE_BATCH_ROWS = 2_000  # in one INSERT
IMPORT_COMMIT_ROWS = 500  # written in one transaction, well within TRANSACTION_SECONDS_MAX
IMPORT_INLINE_BYTES_MAX = 1024 * 1024  # read while the page waits; larger files are a job
IMPORT_INLINE_ROWS_MAX = 500  # written while the page waits; more are a job
IMPORT_FILES_PER_UPLOAD_COUNT = 20
IMPORT_HISTORY_AGE_DAYS = 30  # open orders older than this look like history
IMPORT_GUARD_PERCENT = 10  # of the SKUs in stock going to zero, or of stock value moving: stops and asks
IMPORT_FAR_PERCENT = 30  # a price or cost this far from the last one waits for a person
IMPORT_NAMES_SHOWN_COUNT = 5  # examples in one sentence
UPLOADS_BYTES_PER_PERSON_MAX = 2 * 1024**3
UPLOADS_BYTES_MAX = 20 * 1024**3
DISK_FULL_BYTES = 16 * 1024**2  # less than this is free: whatever broke, the disk was full
DISK_FREE_BYTES_MIN = 2 * 1024**3
PARSE_MEMORY_BYTES_MAX = 1024**3
PARSE_CPU_SECONDS_MAX = 60
PARSE_YIELD_CPU_SECONDS = 40  # the reader stops by itself here and a fresh one goes on
PARSE_WALL_SECONDS_MAX = 120
PARSE_YIELD_WALL_SECONDS = 60  # the same by the clock: the reader waits while the lines are written

# --- Long jobs, claims, events ---------------------------------------------------------------------------------
JOB_HEARTBEAT_STALE_SECONDS = 60
JOB_ERRORS_COUNT_MAX = 100_000
JOB_TITLE_CHARS_MAX = 200
JOB_NOTE_CHARS_MAX = 500
JOB_TRIES_COUNT = 8
STATISTICS_CHANGED_ROWS_MIN = 500  # fewer new rows hardly change how a table is read
CLAIM_KEY_CHARS_MAX = 300
CLAIM_STALE_SECONDS = 120
OUTBOX_WAIT_SECONDS = 10
REASON_CHARS_MAX = 500
EVENT_DATA_BYTES_MAX = 16 * 1024
TIMELINE_ROWS_MAX = 500
SETTING_BYTES_MAX = 256 * 1024
COUNTER_NUMBERS_COUNT_MAX = 10_000

# --- Sign-in ---------------------------------------------------------------------------------------------------
SIGN_IN_LINK_SECONDS = 10 * 60
OFFICE_IDLE_SECONDS = 60 * 60
WAREHOUSE_IDLE_SECONDS = 15 * 60
SESSION_SECONDS_MAX = 12 * 60 * 60
REAUTHENTICATE_AFTER_SECONDS = 10 * 60
PASSWORD_CHARS_MIN = 15
PASSWORD_CHARS_MAX = 128
SIGN_IN_TRIES_COUNT = 5
PIN_DIGITS_MIN = 6
PIN_DIGITS_MAX = 12
PIN_TRIES_COUNT = 5  # wrong ones in a row, then password and second step are asked for
PIN_SECONDS_MAX = 30 * 24 * 60 * 60  # then the device is enrolled anew
SIGN_IN_PAUSE_SECONDS = 15 * 60
SESSION_TOUCH_SECONDS = 60  # the idle clock is written at most this often
TOKEN_BYTES = 32
EMAIL_CHARS_MAX = 254
PERSON_NAME_CHARS_MAX = 120
CACHE_ENTRIES_COUNT_MAX = 100_000
SNOOZE_DAYS_MAX = 30
COMMENT_CHARS_MAX = 4_000
COMMENT_EDIT_MINUTES = 15  # also written in the trigger of access_comment
COMMENTS_SHOWN_COUNT = 200
MENTIONS_UNREAD_COUNT_MAX = 200
VIEW_NAME_CHARS_MAX = 60
VIEW_QUERY_CHARS_MAX = 2_000
APPROVAL_SECONDS = 24 * 60 * 60
COMPANY_FIELD_CHARS_MAX = 200

# --- Values ----------------------------------------------------------------------------------------------------
EXTERNAL_ID_CHARS_MAX = 200
BARCODE_CHARS_MAX = 80
ITEM_WEIGHT_GRAMS_MAX = 5_000_000  # five tonnes: heavier is a slip of the unit
ITEM_SIDE_MILLIMETRES_MAX = 20_000
AMOUNT_TEXT_CHARS_MAX = 40
AMOUNT_DIGITS_COUNT_MAX = 17
QUANTITY_PIECES_COUNT_MAX = 10**12 - 1
TOLD_PIECES_COUNT_MAX = (
    100_000_000  # of one article in one row: more is a barcode or a price in the wrong column
)
UNIT_COST_MAJOR_COUNT_MAX = 1_000_000_000  # of one piece: more is a barcode in the wrong column
TEXT_LINE_CHARS_MAX = 1_000
DOCUMENT_LINES_COUNT_MAX = 10_000
CALENDAR_SEARCH_DAYS = 400

# --- Reading files ---------------------------------------------------------------------------------------------
FILE_HEAD_BYTES = 64 * 1024
FILE_BLOCK_BYTES = 1024 * 1024
CELL_CHARS_MAX = 64 * 1024
ROW_CHARS_MAX = 512 * 1024
COLUMNS_COUNT_MAX = 2_000
FILE_RESYNC_COUNT_MAX = 3
HELD_ROWS_COUNT_MAX = 200_000
SEEN_CODES_COUNT_MAX = 500_000
ROWS_PER_RECORD_COUNT_MAX = 10_000
JSON_RECORD_CHARS_MAX = 4 * 1024 * 1024
JSON_DEPTH_MAX = 60
JSON_NUMBER_CHARS_MAX = 40
MAPPING_SAMPLE_ROWS = 50

# --- The books -------------------------------------------------------------------------------------------------
LEDGER_KEY_CHARS_MAX = 200
LEDGER_QUANTITY_DECIMALS_COUNT = 6
LEDGER_QUANTITY_DIGITS_COUNT = 12  # before the point
LEDGER_ROWS_PER_QUERY_MAX = 500
LEDGER_FINDINGS_COUNT_MAX = 100
BALANCE_SLOTS_COUNT = 16  # rows that one balance is kept in, so that sales at once do not wait for each other

# --- Orders ----------------------------------------------------------------------------------------------------
TAG_CHARS_MAX = 40
NOTE_CHARS_MAX = 4_000
TERMS_DAYS_MAX = 365  # of payment on account
CREDIT_LIMIT_MINOR_MAX = 10**15
ACCEPT_CHUNK_ORDERS_COUNT = 1_000
CHECKOUT_HOLD_MINUTES_USUAL = 15
CHECKOUT_HOLD_MINUTES_MAX = 3 * 24 * 60  # for a quote; a cart asks for minutes
CHECKOUT_HOLD_LINES_COUNT_MAX = 500
CHECKOUT_HOLDS_ENDED_COUNT_MAX = 500  # of one company, in one step
CHECKOUT_TOKEN_CHARS_MAX = 200
DRAFT_LINES_COUNT_MAX = 500  # of an order taken by hand
DRAFT_PIECES_COUNT_MAX = 1_000_000  # of one line: more is a barcode scanned into the quantity
DRAFT_TAGS_COUNT_MAX = 20
DRAFT_AMOUNT_MINOR_MAX = 999_999_999_999  # of a line and of a whole draft
RATES_OF_ORDERS_COUNT = 500  # the latest orders, whose tax rates are proposed for goods never sold before
PURCHASE_ORDER_CHARS_MAX = 60
QUOTE_VALID_DAYS = 30
QUOTE_VALID_DAYS_MAX = 365

# --- Fulfilment ------------------------------------------------------------------------------------------------
TRACKING_CHARS_MAX = 60
WAVE_ORDERS_COUNT_MAX = 500
TRACKING_ROWS_MAX = 2_000
SCANS_PER_POST_COUNT_MAX = 500
WAVES_SHOWN_COUNT = 12
BENCH_ROWS_COUNT = 50

# --- Billing ---------------------------------------------------------------------------------------------------
INVOICE_CHUNK_COUNT = 200
UNDO_SECONDS = 10 * 60

# --- Warehouse --------------------------------------------------------------------------------------------------
STOCK_PIECES_COUNT_MAX = 10_000_000  # in one count of one bin
BIN_RANGE_COUNT_MAX = 2_000  # bins made in one go
HOLIDAYS_COUNT_MAX = 400
HEALTH_KEPT_SECONDS = 30 * 24 * 3600  # what the last check said

# --- Rules -----------------------------------------------------------------------------------------------------
RULES_COUNT_MAX = 100
RULE_NAME_CHARS_MAX = 80
RULE_CONDITIONS_COUNT_MAX = 12
RULE_VALUES_COUNT_MAX = 200
RULE_VALUE_CHARS_MAX = 200
RULE_DRY_RUN_ORDERS_COUNT_MAX = (
    5_000  # the newest open ones, and of the past; a dry run answers while the page waits
)
RULE_APPLY_ORDERS_COUNT_MAX = 20_000  # the newest open orders that a rule is applied to at one press
RULE_DRY_RUN_DAYS = 90
RULE_COUNTED_DAYS = 30
RULE_UNDO_HOURS = 24
EVALUATIONS_PER_ORDER_COUNT_MAX = 10
EVALUATION_UNMATCHED_DAYS = 90
EVALUATION_MATCHED_DAYS = 730
EVALUATIONS_SWEPT_COUNT_MIN = 100  # at most so many, or twice as many as were written
# --- Partners and purchasing ------------------------------------------------------------------------------------
LEAD_TIME_DAYS_MAX = 730
