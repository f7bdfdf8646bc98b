namespace RouteGen;

/// <summary>What a policy of redirects answers. It throws to refuse.</summary>
public enum RedirectDecision
{
    /// <summary>The next request is sent.</summary>
    Follow,

    /// <summary>The redirect itself is the answer, its body unread. Go's name: <c>ErrUseLastResponse</c>.</summary>
    UseLastResponse,
}
