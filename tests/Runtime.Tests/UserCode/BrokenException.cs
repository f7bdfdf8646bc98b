namespace Runtime.Tests.UserCode;

/// <summary>An exception whose own members fail, as after a bug in one that a user wrote: no text can be had of it.</summary>
internal sealed class BrokenException : Exception
{
    public override string Message => throw new InvalidDataException("made to fail");

    public override string ToString() => throw new BrokenException();

    public override Exception GetBaseException() => throw new BrokenException();

    /// <summary>True if a failure is, or was caused by, such an exception.</summary>
    internal static bool IsIn(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is BrokenException) return true;
        return false;
    }
}
