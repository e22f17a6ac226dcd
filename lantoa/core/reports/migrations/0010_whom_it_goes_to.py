from typing import Any

from django.db import migrations, models

_BEFORE = {
    "title_vi": "Về công tác phát ngôn và cung cấp thông tin cho báo chí {period}",
    "title_en": "Spokespersons and information to the press, {period}",
}
_AFTER = {
    "title_vi": "Về công tác phát ngôn và cung cấp thông tin cho báo chí năm {year}",
    "title_en": "Spokespersons and information to the press in {year}",
    "addressees": {
        "vi": ["Bộ Văn hóa, Thể thao và Du lịch"],
        "en": ["Ministry of Culture, Sports and Tourism"],
    },
    "recipients": {"vi": ["Như trên", "Lưu: VT"], "en": ["As above", "Archives: VT"]},
}


def follow_the_form_of_the_decree(apps: Any, _schema: Any) -> None:
    """Where nobody wrote a title of their own."""
    apps.get_model("reports", "ReportForm").objects.filter(code="press-report", **_BEFORE).update(**_AFTER)


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_public_reviews")]

    operations = [
        migrations.AddField(model_name="reportform", name="addressees", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="reportform", name="recipients", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="report", name="addressees", field=models.JSONField(default=list)),
        migrations.AddField(model_name="report", name="recipients", field=models.JSONField(default=list)),
        migrations.RunPython(follow_the_form_of_the_decree, migrations.RunPython.noop),
    ]
