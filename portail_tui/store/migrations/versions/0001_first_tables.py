"""Every table of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite gives automatic numbers to INTEGER primary keys only
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

IMMUTABLE = ("ledger_movement", "ledger_entry")


def upgrade() -> None:
    op.create_table(
        "activity_type",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_type")),
        sa.UniqueConstraint("code", name=op.f("uq_activity_type_code")),
    )
    op.create_table(
        "child",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=False),
        sa.Column("needs_help", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
    )
    op.create_index("ix_child_name_sort", "child", ["name_sort"], unique=False)

    op.create_table(
        "document_type",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("for_child", sa.Boolean(), nullable=False),
        sa.Column("is_yearly", sa.Boolean(), nullable=False),
        sa.Column("needs_validation", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_type")),
        sa.UniqueConstraint("code", name=op.f("uq_document_type_code")),
    )
    op.create_table(
        "family",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("activated_at", sa.BigInteger(), nullable=True),
        sa.Column("rules_accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "NOT is_active OR activated_at IS NOT NULL", name=op.f("ck_family_activation_dated")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family")),
        sa.UniqueConstraint("number", name=op.f("uq_family_number")),
    )
    op.create_index("ix_family_name_sort", "family", ["name_sort"], unique=False)

    op.create_table(
        "login_throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_throttle")),
    )
    op.create_table(
        "news_item",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_item")),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("operation_id", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'dead')", name=op.f("ck_outbox_mail_status_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )
    op.create_index("ix_outbox_mail_next_try_at", "outbox_mail", ["next_try_at"], unique=False)

    op.create_table(
        "public_holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_public_holiday")),
    )
    op.create_table(
        "regie",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regie")),
        sa.UniqueConstraint("code", name=op.f("uq_regie_code")),
    )
    op.create_table(
        "school",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
    )
    op.create_table(
        "school_year",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("holidays_projected", sa.Boolean(), nullable=False),
        sa.CheckConstraint("first_on < last_on", name=op.f("ck_school_year_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year")),
        sa.UniqueConstraint("code", name=op.f("uq_school_year_code")),
    )
    op.create_table(
        "store_meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_store_meta")),
    )
    op.create_table(
        "tariff_grid",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff_grid")),
        sa.UniqueConstraint("code", "from_on", name=op.f("uq_tariff_grid_code_from_on")),
    )
    op.create_table(
        "town",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("means_at_desk", sa.Text(), nullable=False),
        sa.Column("school_zone", sa.Text(), nullable=False),
        sa.Column("floor_cents", sa.BigInteger(), nullable=False),
        sa.Column("low_balance_cents", sa.BigInteger(), nullable=False),
        sa.Column("top_up_least_cents", sa.BigInteger(), nullable=False),
        sa.Column("top_up_most_cents", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_town_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town")),
    )
    op.create_table(
        "account",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_sort", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(role = 'family') = (family_id IS NOT NULL)", name=op.f("ck_account_family_of_parents_only")
        ),
        sa.CheckConstraint("role IN ('family', 'agent', 'admin')", name=op.f("ck_account_role_known")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_account_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_sort", name=op.f("uq_account_email_sort")),
    )
    op.create_index("ix_account_family_id", "account", ["family_id"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("type_id", IDENTIFIER, nullable=False),
        sa.Column("regie_id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_prepaid", sa.Boolean(), nullable=False),
        sa.Column("needs_validation", sa.Boolean(), nullable=False),
        sa.Column("has_waiting_list", sa.Boolean(), nullable=False),
        sa.Column("enrolment_first", sa.Boolean(), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("grades", sa.Text(), nullable=False),
        sa.Column("schools", sa.Text(), nullable=False),
        sa.Column("booking_rule", sa.Text(), nullable=False),
        sa.Column("late_rule", sa.Text(), nullable=True),
        sa.Column("cancel_rule", sa.Text(), nullable=False),
        sa.Column("surcharge", sa.Text(), nullable=True),
        sa.Column("tariff_code", sa.Text(), nullable=False),
        sa.Column("few_places", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "min_age IS NULL OR max_age IS NULL OR min_age <= max_age", name=op.f("ck_activity_ages_in_order")
        ),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_activity_regie_id_regie")),
        sa.ForeignKeyConstraint(
            ["type_id"], ["activity_type.id"], name=op.f("fk_activity_type_id_activity_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("code", name=op.f("uq_activity_code")),
    )
    op.create_index("ix_activity_regie_id", "activity", ["regie_id"], unique=False)
    op.create_index("ix_activity_type_id", "activity", ["type_id"], unique=False)

    op.create_table(
        "child_schooling",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("child_id", IDENTIFIER, nullable=False),
        sa.Column("school_id", IDENTIFIER, nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_child_schooling_child_id_child")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_child_schooling_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_schooling")),
    )
    op.create_index("ix_child_schooling_child_id", "child_schooling", ["child_id"], unique=False)
    op.create_index("ix_child_schooling_school_id", "child_schooling", ["school_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("document_type_id", IDENTIFIER, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("child_id", IDENTIFIER, nullable=True),
        sa.Column("school_year_id", IDENTIFIER, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('sent', 'accepted', 'refused', 'expired')", name=op.f("ck_document_status_known")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_document_child_id_child")),
        sa.ForeignKeyConstraint(
            ["document_type_id"],
            ["document_type.id"],
            name=op.f("fk_document_document_type_id_document_type"),
        ),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_document_family_id_family")),
        sa.ForeignKeyConstraint(
            ["school_year_id"], ["school_year.id"], name=op.f("fk_document_school_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index("ix_document_child_id", "document", ["child_id"], unique=False)
    op.create_index("ix_document_document_type_id", "document", ["document_type_id"], unique=False)
    op.create_index("ix_document_family_id", "document", ["family_id"], unique=False)
    op.create_index("ix_document_school_year_id", "document", ["school_year_id"], unique=False)

    op.create_table(
        "family_child",
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("child_id", IDENTIFIER, nullable=False),
        sa.Column("custody", sa.Text(), nullable=False),
        sa.Column("custody_weeks", sa.Text(), nullable=True),
        sa.CheckConstraint("custody IN ('full', 'shared')", name=op.f("ck_family_child_custody_known")),
        sa.CheckConstraint(
            "custody_weeks IS NULL OR custody_weeks IN ('even', 'odd')",
            name=op.f("ck_family_child_weeks_known"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_family_child_child_id_child")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_family_child_family_id_family")),
        sa.PrimaryKeyConstraint("family_id", "child_id", name=op.f("pk_family_child")),
    )
    op.create_index("ix_family_child_child_id", "family_child", ["child_id"], unique=False)

    op.create_table(
        "family_quotient",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("value_hundredths", sa.Integer(), nullable=True),
        sa.Column("income_cents", sa.BigInteger(), nullable=True),
        sa.Column("parts_hundredths", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proof_sent_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('sent', 'accepted', 'refused')", name=op.f("ck_family_quotient_status_known")
        ),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name=op.f("ck_family_quotient_in_order")),
        sa.CheckConstraint(
            "value_hundredths IS NULL OR value_hundredths >= 0", name=op.f("ck_family_quotient_positive")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["family.id"], name=op.f("fk_family_quotient_family_id_family")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_quotient")),
    )
    op.create_index("ix_family_quotient_family_id", "family_quotient", ["family_id"], unique=False)

    op.create_table(
        "family_residence",
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("is_resident", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["family.id"], name=op.f("fk_family_residence_family_id_family")
        ),
        sa.PrimaryKeyConstraint("family_id", "from_on", name=op.f("pk_family_residence")),
    )
    op.create_table(
        "guardian",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("civility", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("may_book", sa.Boolean(), nullable=False),
        sa.Column("may_collect", sa.Boolean(), nullable=False),
        sa.Column("is_informed", sa.Boolean(), nullable=False),
        sa.Column("address_confidential", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_guardian_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
    )
    op.create_index("ix_guardian_family_id", "guardian", ["family_id"], unique=False)
    op.create_index("ix_guardian_name_sort", "guardian", ["name_sort"], unique=False)

    op.create_table(
        "school_holiday",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("school_year_id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('short', 'summer')", name=op.f("ck_school_holiday_kind_known")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_school_holiday_in_order")),
        sa.ForeignKeyConstraint(
            ["school_year_id"], ["school_year.id"], name=op.f("fk_school_holiday_school_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_holiday")),
    )
    op.create_index("ix_school_holiday_school_year_id", "school_holiday", ["school_year_id"], unique=False)

    op.create_table(
        "activity_document",
        sa.Column("activity_id", IDENTIFIER, nullable=False),
        sa.Column("document_type_id", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_document_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["document_type_id"],
            ["document_type.id"],
            name=op.f("fk_activity_document_document_type_id_document_type"),
        ),
        sa.PrimaryKeyConstraint("activity_id", "document_type_id", name=op.f("pk_activity_document")),
    )
    op.create_table(
        "activity_opening",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("activity_id", IDENTIFIER, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('residents', 'all')", name=op.f("ck_activity_opening_audience_known")
        ),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_activity_opening_in_order")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_opening_activity_id_activity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_opening")),
    )
    op.create_index("ix_activity_opening_activity_id", "activity_opening", ["activity_id"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_event_account_id_account")
        ),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_audit_event_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_account_id", "audit_event", ["account_id"], unique=False)
    op.create_index("ix_audit_event_family_made", "audit_event", ["family_id", "made_at"], unique=False)
    op.create_index("ix_audit_event_made_at", "audit_event", ["made_at"], unique=False)

    op.create_table(
        "closure",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("activity_id", IDENTIFIER, nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_closure_in_order")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_closure_activity_id_activity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index("ix_closure_activity_id", "closure", ["activity_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("child_id", IDENTIFIER, nullable=False),
        sa.Column("activity_id", IDENTIFIER, nullable=False),
        sa.Column("school_year_id", IDENTIFIER, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'accepted', 'refused')", name=op.f("ck_enrolment_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_enrolment_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_enrolment_child_id_child")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_enrolment_family_id_family")),
        sa.ForeignKeyConstraint(
            ["school_year_id"], ["school_year.id"], name=op.f("fk_enrolment_school_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "family_id",
            "child_id",
            "activity_id",
            "school_year_id",
            name=op.f("uq_enrolment_family_id_child_id_activity_id_school_year_id"),
        ),
    )
    op.create_index("ix_enrolment_activity_id", "enrolment", ["activity_id"], unique=False)
    op.create_index("ix_enrolment_child_id", "enrolment", ["child_id"], unique=False)
    op.create_index("ix_enrolment_school_year_id", "enrolment", ["school_year_id"], unique=False)

    op.create_table(
        "ledger_account",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("regie_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=True),
        sa.Column("activity_id", IDENTIFIER, nullable=True),
        sa.Column("means", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('wallet', 'receivable', 'third_party', 'revenue', 'clearing', 'write_off')",
            name=op.f("ck_ledger_account_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_ledger_account_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["family.id"], name=op.f("fk_ledger_account_family_id_family")
        ),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_ledger_account_regie_id_regie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_account_key")),
    )
    op.create_index("ix_ledger_account_activity_id", "ledger_account", ["activity_id"], unique=False)
    op.create_index("ix_ledger_account_family_id", "ledger_account", ["family_id"], unique=False)
    op.create_index("ix_ledger_account_regie_id", "ledger_account", ["regie_id"], unique=False)

    op.create_table(
        "operation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_operation_account_id_account")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_operation_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_index("ix_operation_account_id", "operation", ["account_id"], unique=False)
    op.create_index("ix_operation_family_id", "operation", ["family_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("activity_id", IDENTIFIER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440",
            name=op.f("ck_unit_hours"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_unit_activity_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("activity_id", "code", name=op.f("uq_unit_activity_id_code")),
    )
    op.create_table(
        "slot",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("unit_id", IDENTIFIER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity >= 0", name=op.f("ck_slot_capacity")),
        sa.CheckConstraint("taken >= 0 AND waiting >= 0", name=op.f("ck_slot_counts")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_slot_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("unit_id", "day", name=op.f("uq_slot_unit_id_day")),
    )
    op.create_table(
        "booking",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("slot_id", IDENTIFIER, nullable=False),
        sa.Column("child_id", IDENTIFIER, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("surcharge_cents", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("tariff", sa.Text(), nullable=False),
        sa.Column("wait_order", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(status = 'waiting') <= (wait_order IS NOT NULL)", name=op.f("ck_booking_waiting_has_an_order")
        ),
        sa.CheckConstraint(
            "status IN ('booked', 'pending', 'waiting', 'cancelled', 'lapsed')",
            name=op.f("ck_booking_status_known"),
        ),
        sa.CheckConstraint(
            "cents >= 0 AND surcharge_cents >= 0 AND surcharge_cents <= cents",
            name=op.f("ck_booking_amounts"),
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_booking_quantity")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_booking_child_id_child")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_booking_family_id_family")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_booking_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_child_slot", "booking", ["child_id", "slot_id"], unique=False)
    op.create_index("ix_booking_family_id", "booking", ["family_id"], unique=False)
    op.create_index("ix_booking_slot_status", "booking", ["slot_id", "status"], unique=False)
    op.create_index(
        "uq_booking_live",
        "booking",
        ["child_id", "slot_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('booked', 'pending', 'waiting')"),
        postgresql_where=sa.text("status IN ('booked', 'pending', 'waiting')"),
    )

    op.create_table(
        "ledger_movement",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("regie_id", IDENTIFIER, nullable=False),
        sa.Column("operation_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=True),
        sa.Column("booking_id", IDENTIFIER, nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('top_up', 'booking', 'cancellation', 'surcharge', 'refund', 'correction', 'repricing', 'invoice', 'attendance')",
            name=op.f("ck_ledger_movement_cause_known"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_ledger_movement_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["family.id"], name=op.f("fk_ledger_movement_family_id_family")
        ),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_ledger_movement_regie_id_regie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_movement")),
        sa.UniqueConstraint("operation_id", "ordinal", name=op.f("uq_ledger_movement_operation_id_ordinal")),
    )
    op.create_index("ix_ledger_movement_booking_id", "ledger_movement", ["booking_id"], unique=False)
    op.create_index("ix_ledger_movement_family_id", "ledger_movement", ["family_id"], unique=False)
    op.create_index("ix_ledger_movement_regie_id", "ledger_movement", ["regie_id"], unique=False)

    op.create_table(
        "ledger_entry",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("movement_id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_entry_account_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["ledger_movement.id"], name=op.f("fk_ledger_entry_movement_id_ledger_movement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(
        "ix_ledger_entry_account", "ledger_entry", ["account_id", "movement_id", "cents"], unique=False
    )
    op.create_index("ix_ledger_entry_movement_id", "ledger_entry", ["movement_id"], unique=False)
    for table in IMMUTABLE:
        _forbid_changes(table)


def _forbid_changes(table: str) -> None:
    """What is written in the ledger stays: it is corrected by another movement."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is immutable'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_immutable() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is immutable' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_immutable()"
    )
