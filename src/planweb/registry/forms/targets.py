"""Forms and filters of indicators of plans and their targets."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Region
from planweb.registry.assignments import bodies_for
from planweb.registry.forms.fields import ChapterChoice, ChapterOfFilter, IndicatorField
from planweb.registry.models import Chapter, Plan, PlanIndicator, Target
from planweb.registry.queries.plans import keys_below, newest_version

_FIELDS = (
    *("name", "chapter", "attribute", "measure", "unit", "direction"),
    *("source", "frequency", "base_year", "base_value"),
)


class RowForm(forms.ModelForm):
    """An indicator of a plan."""

    class Meta:
        model = PlanIndicator
        fields = _FIELDS
        field_classes = {"chapter": ChapterChoice}
        labels = {"chapter": _("章节")}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapters = Chapter.objects.filter(version=newest_version(plan)).order_by("position")
        self.fields["chapter"].queryset = chapters  # type: ignore[attr-defined]
        if not self.instance.pk and not self.initial.get("base_year"):
            self.initial["base_year"] = plan.first_year - 1


class NewRowForm(RowForm):
    """An indicator that a plan does not have yet."""

    indicator = IndicatorField(
        label=_("指标"), help_text=_("输入几个字，从目录中选取；目录没有的，先在“指标目录”中新建自设指标。")
    )

    class Meta(RowForm.Meta):
        fields = ("indicator", *_FIELDS)  # type: ignore[assignment]

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("不填即用目录名称。")

    def clean(self) -> dict[str, Any]:
        """The values, with those of the catalogue where nothing was filled in."""
        said = super().clean() or self.cleaned_data
        indicator = said.get("indicator")
        if indicator is not None:
            said["name"] = said.get("name") or indicator.name
            said["unit"] = said.get("unit") or (indicator.unit if said.get("measure") == "level" else "%")
        return said


class TargetForm(forms.ModelForm):
    """A target: of the whole for the plan's end or a year, or the share of a region or body."""

    why = forms.CharField(label=_("理由或依据"), max_length=300, required=False)

    class Meta:
        model = Target
        fields = (
            *("kind", "year", "first_year", "region", "body", "measure", "bound", "low", "high"),
            *("striving", "reference", "note"),
        )
        labels = {
            "first_year": _("起始年（累计或年均时）"),
            "measure": _("量的种类"),
            "region": _("地区"),
            "body": _("承担单位"),
        }
        help_texts = {
            "low": _("“以上”只填下限，“以内”只填上限，一个确定的数两个都填或只填一个。"),
            "reference": _("没有数值的目标，如“与经济增长同步”。"),
        }

    def __init__(self, *args: Any, row: PlanIndicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        plan = row.plan
        below = Region.objects.filter(path__startswith=plan.region.path).exclude(pk=plan.region_id)
        self.fields["region"].queryset = below.order_by("path")  # type: ignore[attr-defined]
        self.fields["body"].queryset = bodies_for(plan.region)  # type: ignore[attr-defined]
        self.fields["measure"] = forms.ChoiceField(
            label=_("量的种类"), choices=PlanIndicator.Measure.choices, initial=row.measure
        )
        for name in ("year", "first_year"):
            self.fields[name].widget.attrs.update({"min": plan.first_year, "max": plan.last_year})

    def clean(self) -> dict[str, Any]:
        """The values; an exact or rough value that was given once stands for both bounds."""
        said = super().clean() or self.cleaned_data
        self._validate_constraints = False  # the action says the same in words
        low, high, bound = said.get("low"), said.get("high"), said.get("bound")
        if bound in {"exact", "about"}:
            said["low"], said["high"] = (low if low is not None else high), (high if high is not None else low)
        elif bound == "at_least" and low is None:
            said["low"], said["high"] = high, None
        elif bound == "at_most" and high is None:
            said["low"], said["high"] = None, low
        elif bound == "at_least":
            said["high"] = None
        elif bound == "at_most":
            said["low"] = None
        return said


class RowFilter(filters.FilterSet):
    """By name, chapter, attribute and who answers."""

    name = filters.CharFilter(
        lookup_expr="icontains", label=_("指标"), widget=forms.TextInput(attrs={"type": "search"})
    )
    attribute = filters.ChoiceFilter(choices=PlanIndicator.Attribute.choices, label=_("属性"), empty_label=_("全部"))
    lead = filters.CharFilter(method="led_by", label=_("牵头单位"))
    owned = filters.ChoiceFilter(
        method="are_owned",
        choices=[("no", _("未指定牵头单位")), ("yes", _("已指定牵头单位"))],
        label=_("分工"),
        empty_label=_("全部"),
    )

    class Meta:
        model = PlanIndicator
        fields: tuple[str, ...] = ()

    def led_by(self, rows: QuerySet[PlanIndicator], _name: str, value: str) -> QuerySet[PlanIndicator]:
        """Those that a body with such a name leads."""
        return rows.filter(lead__name__icontains=value)

    def are_owned(self, rows: QuerySet[PlanIndicator], _name: str, value: str) -> QuerySet[PlanIndicator]:
        """Those that nobody leads, or those that somebody does."""
        return rows.filter(lead__isnull=value == "no")


def _chapters(request: HttpRequest) -> QuerySet[Chapter]:
    plan = request.resolver_match.kwargs["pk"] if request.resolver_match else None
    newest = Chapter.objects.filter(version__plan=plan, version__frozen__isnull=True)
    return newest.order_by("position")


class _ChapterFilter(filters.ModelChoiceFilter):
    field_class = ChapterOfFilter


class PlanRowFilter(RowFilter):
    """The same, with the chapter."""

    chapter = _ChapterFilter(
        queryset=_chapters,
        method="in_chapter",
        label=_("章节"),
        empty_label=_("全部"),
        null_label=_("不在任何章节"),
    )

    def in_chapter(self, rows: QuerySet[PlanIndicator], _name: str, value: Chapter | str) -> QuerySet[PlanIndicator]:
        """Those in the chapter and below it, or in none of the newest version."""
        if isinstance(value, Chapter):
            return rows.filter(chapter__in=keys_below(value))
        return rows.exclude(chapter__in=_chapters(self.request))
