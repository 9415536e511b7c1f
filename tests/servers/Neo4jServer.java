import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** Neo4j's engine with its Bolt server on loopback, until standard input ends: `Neo4jServer HOME PORT [PLUGINS]`. */
public class Neo4jServer {
    public static void main(String[] arguments) throws Exception {
        var builder = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1])))
            .setConfig(GraphDatabaseSettings.auth_enabled, true);
        if (arguments.length > 2) {
            builder.setConfig(GraphDatabaseSettings.plugin_dir, Path.of(arguments[2]))
                .setConfig(GraphDatabaseSettings.procedure_unrestricted, List.of("apoc.*"));
        }
        var server = builder.build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        server.database("system").executeTransactionally(
            "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
            Map.of("password", System.getenv("NEO4J_PASSWORD")));
        System.out.println("ready");
        // The pipe ends with whoever started this, however that dies.
        while (System.in.read() >= 0) { }
        System.exit(0);
    }
}
