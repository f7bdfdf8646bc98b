namespace RouteGen;

/// <summary>
/// A writer whose connection can be taken over. Reached through <see cref="ResponseController"/>. Go's name: <c>http.Hijacker</c>.
/// </summary>
public interface IHijacker
{
    /// <summary>Takes the connection away from the server, like <see cref="ResponseController.Hijack"/>.</summary>
    HijackedConn Hijack();
}
