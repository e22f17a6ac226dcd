from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_profiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="DrawnOutlines",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
    ]
