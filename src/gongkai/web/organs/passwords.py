"""What a password must be: Django's rules, in words that offices use."""

from __future__ import annotations

from django.contrib.auth import password_validation as rules


class Length(rules.MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        return f"密码太短，至少要有{self.min_length}个字符。"

    def get_help_text(self) -> str:
        """For the page where a password is chosen."""
        return f"至少{self.min_length}个字符，可以用几个不相关的词语连起来。"


class Unlike(rules.UserAttributeSimilarityValidator):
    """Unlike the person's name, sign-in name and address."""

    def get_error_message(self) -> str:
        return "密码与您的%(verbose_name)s太相似，请换一个。"

    def get_help_text(self) -> str:
        """For the page where a password is chosen."""
        return "不能与姓名、用户名、电子邮箱相似。"


class Uncommon(rules.CommonPasswordValidator):
    """None of those that are guessed first."""

    def get_error_message(self) -> str:
        return "这是常见的密码，容易被猜到，请换一个。"

    def get_help_text(self) -> str:
        """For the page where a password is chosen."""
        return "不能是常见的密码，例如 password123。"


class Mixed(rules.NumericPasswordValidator):
    """More than digits: telephone and identity numbers are soon guessed."""

    def get_error_message(self) -> str:
        return "密码不能全是数字，请加上字母或其他符号。"

    def get_help_text(self) -> str:
        """For the page where a password is chosen."""
        return "不能全是数字，不要用手机号、身份证号、生日。"
