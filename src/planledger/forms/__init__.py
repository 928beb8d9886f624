"""What planning commands take from people and give back: forms in Excel or CSV, results in Excel, JSON or CSV."""

from planledger.forms.books import WrongOutput
from planledger.forms.filling import Filled, FormRow, read_form
from planledger.forms.form import Form, FormColumn, FormSheet, load_form
from planledger.forms.results import Column, ResultSheet, unused_place, with_unused, write_results
from planledger.forms.template import write_template

__all__ = [
    "Column",
    "Filled",
    "Form",
    "FormColumn",
    "FormRow",
    "FormSheet",
    "ResultSheet",
    "WrongOutput",
    "load_form",
    "read_form",
    "unused_place",
    "with_unused",
    "write_results",
    "write_template",
]
