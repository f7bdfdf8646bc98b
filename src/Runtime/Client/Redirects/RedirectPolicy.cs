namespace RouteGen;

/// <summary>Decides on one redirect. Go's name: <c>Client.CheckRedirect</c>.</summary>
/// <param name="next">The request that would be sent; its header may be changed. <see cref="Request.Response"/> is the redirect.</param>
/// <param name="sent">The requests sent so far, in order.</param>
/// <returns>The decision. An exception refuses the redirect: the call fails with a <see cref="RedirectException"/> that contains the
/// exception.</returns>
public delegate RedirectDecision RedirectPolicy(Request next, IReadOnlyList<Request> sent);
