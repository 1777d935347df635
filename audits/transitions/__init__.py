"""The lives of an audit, a finding, a corrective-action request, a review and its conclusions (design.md)."""

from audits.transitions.audit import audit_workflow
from audits.transitions.car import car_workflow
from audits.transitions.finding import finding_workflow
from audits.transitions.review import conclusion_workflow, review_workflow

__all__ = ["audit_workflow", "car_workflow", "conclusion_workflow", "finding_workflow", "review_workflow"]
