"""The classic booking design in Django REST framework, for `holdfast bench`.

One endpoint books a staff member: in one transaction it locks the member's row, looks for an overlap and inserts.
No sign-in, no idempotency, no events, no rules. Its tables are made by the bench; so is its environment.
"""

import os
import uuid
from datetime import timedelta

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["PEER_HOST"],
            "PORT": os.environ["PEER_PORT"],
            "USER": os.environ["PEER_USER"],
            "PASSWORD": os.environ["PEER_PASSWORD"],
            "NAME": os.environ["PEER_DATABASE"],
            # A connection for each thread, kept open.
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=["rest_framework"],
    LOGGING_CONFIG=None,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="bench",
    USE_TZ=True,
)
django.setup()

from django.db import models, transaction  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers, status  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402

LENGTH = timedelta(minutes=30)
PRICE_MINOR = 10_000


class Staff(models.Model):
    name = models.TextField()

    class Meta:
        app_label = "peer"
        db_table = "classic_staff"
        managed = False


class Booking(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    staff = models.ForeignKey(Staff, models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    customer = models.TextField()
    price_minor = models.BigIntegerField()

    class Meta:
        app_label = "peer"
        db_table = "classic_booking"
        managed = False


class BookingSerializer(serializers.ModelSerializer):
    staff = serializers.IntegerField(source="staff_id")

    class Meta:
        model = Booking
        fields = ["id", "staff", "starts_at", "ends_at", "customer", "price_minor"]
        read_only_fields = ["id", "ends_at", "price_minor"]


class Bookings(APIView):
    def post(self, request):
        wanted = BookingSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        start = wanted.validated_data["starts_at"]
        end = start + LENGTH
        with transaction.atomic():
            staff = Staff.objects.select_for_update().get(pk=wanted.validated_data["staff_id"])
            if Booking.objects.filter(staff=staff, starts_at__lt=end, ends_at__gt=start).exists():
                return Response({"detail": "already taken"}, status=status.HTTP_409_CONFLICT)
            booking = wanted.save(ends_at=end, price_minor=PRICE_MINOR)
        return Response(BookingSerializer(booking).data, status=status.HTTP_201_CREATED)


urlpatterns = [path("bookings", Bookings.as_view())]
application = get_wsgi_application()
