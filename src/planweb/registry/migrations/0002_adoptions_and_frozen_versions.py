# The adoptions of passages, the frozen targets of versions, and the regions of own indicators.

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("evidence", "0001_initial"),
        ("registry", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.region",
                verbose_name="地区",
            ),
        ),
        migrations.AddField(
            model_name="planversion",
            name="frozen",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="unit",
            field=models.CharField(blank=True, max_length=40, verbose_name="计量单位"),
        ),
        migrations.AlterField(
            model_name="planindicator",
            name="unit",
            field=models.CharField(blank=True, max_length=40, verbose_name="计量单位"),
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("passage", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("target", "目标"), ("base", "基期值"), ("none", "不是指标")],
                        max_length=6,
                        verbose_name="采用为",
                    ),
                ),
                ("created", models.BooleanField(default=True)),
                ("made_indicator", models.BooleanField(default=False)),
                ("before", models.JSONField(default=dict)),
                ("batch", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evidence.document"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="registry.planindicator",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adoptions", to="registry.plan"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="evidence.statement",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="registry.target",
                    ),
                ),
            ],
            options={
                "ordering": ("plan", "pk"),
                "constraints": [models.UniqueConstraint(fields=("plan", "passage"), name="one_adoption_of_a_passage")],
            },
        ),
    ]
