namespace RouteGen;

/// <summary>Result of a redirect policy, which throws to refuse the redirect.</summary>
public enum RedirectDecision
{
    /// <summary>The next request is sent.</summary>
    Follow,

    /// <summary>The redirect itself is the response, with its body unread. Go's name: <c>ErrUseLastResponse</c>.</summary>
    UseLastResponse,
}
