namespace RouteGen;

/// <summary>
/// Exception for a redirect that is not followed: there were too many, a policy refused it, or no request can be sent to its target.
/// </summary>
public sealed class RedirectException : IOException
{
    internal RedirectException(string message, Response? response, Exception? inner = null)
        : base(message, inner) => Response = response;

    /// <summary>The redirect, with its body disposed. Null if its <c>Location</c> is not a URL.</summary>
    public Response? Response { get; }
}
