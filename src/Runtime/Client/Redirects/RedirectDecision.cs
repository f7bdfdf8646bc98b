namespace RouteGen;

/// <summary>Decision of a redirect policy. A policy throws to refuse the redirect.</summary>
public enum RedirectDecision
{
    /// <summary>Sends the next request.</summary>
    Follow,

    /// <summary>Returns the redirect itself as the response, with its body unread. Go's name: <c>ErrUseLastResponse</c>.</summary>
    UseLastResponse,
}
