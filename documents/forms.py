"""Input shapes of the documents app."""

from documents.models import OfficialDocument
from qms.forms import RecordForm


class OfficialDocumentForm(RecordForm):
    class Meta:
        model = OfficialDocument
        fields = ("kind", "number", "notation", "issued_on", "issuer", "subject", "signer", "effective_on")

    def _post_clean(self) -> None:
        self.instance.issued_on = self.cleaned_data.get("issued_on") or self.instance.issued_on
        if self.instance.issued_on:
            self.instance.prepare_save()
        super()._post_clean()
