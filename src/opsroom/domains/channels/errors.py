"""What the channels domain refuses, each with its sentence and whether trying again helps."""

from opsroom.kernel.values.errors import CodedError, Retry


class ChannelNotFound(CodedError):
    code = "channels.not_found"
    sentence = "There is no such channel."
    retry = Retry.NEVER
