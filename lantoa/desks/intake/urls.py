from django.urls import path

from lantoa.desks.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/many/", views.many, name="many"),
    path("<int:pk>/choose/", views.choose, name="choose"),
    path("<int:pk>/begin/", views.begin, name="begin"),
    path("<int:pk>/continue/", views.go_on, name="continue"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/drop/", views.drop, name="drop"),
]
