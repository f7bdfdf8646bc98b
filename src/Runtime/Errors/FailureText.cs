namespace RouteGen;

/// <summary>
/// Formats exceptions. Members of the program's exception types may throw, which would close a connection or crash the process while a log
/// entry is written.
/// </summary>
internal static class FailureText
{
    /// <summary>Returns the message, stack and causes of an exception. Never throws.</summary>
    internal static string Of(Exception failure)
    {
        try
        {
            return failure.ToString() ?? NameOf(failure);
        }
        catch (Exception broken)
        {
            return $"{NameOf(failure)} (its text is missing: {NameOf(broken)} was thrown){Environment.NewLine}{StackOf(failure)}";
        }
    }

    /// <summary>Returns the message of an exception. Never throws.</summary>
    internal static string MessageOf(Exception failure)
    {
        try
        {
            return failure.Message ?? NameOf(failure);
        }
        catch (Exception broken)
        {
            return $"{NameOf(failure)} (its message is missing: {NameOf(broken)} was thrown)";
        }
    }

    /// <summary>Returns the message of the innermost cause. Never throws.</summary>
    internal static string MessageOfCause(Exception failure)
    {
        // GetBaseException is not called, because programs can override it.
        for (var count = 0; count < CausesMax && failure.InnerException is { } cause; count++) failure = cause;
        return MessageOf(failure);
    }

    private const int CausesMax = 32;

    private static string NameOf(Exception failure) => failure.GetType().FullName ?? nameof(Exception);

    private static string? StackOf(Exception failure)
    {
        try
        {
            return failure.StackTrace;
        }
        catch (Exception broken)
        {
            return $"   (its stack is missing: {NameOf(broken)} was thrown)";
        }
    }
}
